import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { TimeWindow } from './index.ts';

test('what is under the pointer stays there when it zooms', () => {
  const window = new TimeWindow();
  window.show(1_000, 2_000);
  const time = window.timeAt(300);
  window.zoom(0.25, 300);
  ok(Math.abs(window.timeAt(300) - time) < 1e-6);
  ok(Math.abs(window.spanMs - 250) < 1e-6);
  window.pan(100);
  ok(Math.abs(window.timeAt(200) - time) < 1e-6);
});

test('it zooms no nearer and no farther than numbers can say', () => {
  const window = new TimeWindow();
  window.zoom(1e-12, 0);
  ok(window.msPerPx >= 0.001);
  window.zoom(1e30, 0);
  ok(window.msPerPx <= 86_400_000);
});

test('the right edge stays when it becomes narrower', () => {
  const window = new TimeWindow();
  window.show(0, 1_000);
  window.resize(500);
  deepEqual([window.from, window.to], [500, 1_000]);
  window.centre(2_000);
  equal(window.xOf(2_000), 250);
});
