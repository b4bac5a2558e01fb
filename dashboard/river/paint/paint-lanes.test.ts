import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { Model, type ModelPorts } from '../../model/index.ts';
import { River } from '../state/index.ts';
import { cancelled, done, failed, live, lost } from './bars.ts';
import { paintWereHeld } from './paint-held.ts';
import { LanePainter } from './paint-lanes.ts';
import { paintStream } from './paint-stream.ts';
import type { Scene } from './scene.ts';

let seq = 0;

/** A canvas that counts what is asked of it, and keeps where it was filled. */
function canvas() {
  const calls: Record<string, number> = {};
  const filled: number[][] = [];
  const texts: string[] = [];
  const count = (name: string, words: never[]) => {
    calls[name] = (calls[name] ?? 0) + 1;
    if (name === 'fillRect') filled.push(words);
    if (name === 'fillText') texts.push(words[0]!);
  };
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) => target[name] ?? ((...words: never[]) => count(name, words)),
  });
  return { calls, filled, texts, context: context as unknown as CanvasRenderingContext2D };
}

/** 1,000 px are a second, and now is at their right end. */
function sceneOf(flows: readonly (readonly [start: number, end: number, outcome: string])[]) {
  const ports = { now: () => 0, after: () => () => {}, isHidden: () => true, ask: async () => ({}) };
  const model = new Model(ports as unknown as ModelPorts);
  model.line.value = 'there';
  for (const [serial, [start, end, outcome]] of flows.entries()) {
    const own = { target: 'a', flow: `a.${serial}` };
    model.flows.take({ ...own, seq: ++seq, kind: 'flow-started', at: start, data: { name: 'x', kind: 'task' } });
    if (end >= 0) model.flows.take({ ...own, seq: ++seq, kind: 'flow-ended', at: end, data: { outcome } });
  }
  const river = new River(model, { wallNow: () => 1_000, openedAt: 0 });
  river.follows.value = false;
  river.window.show(0, 1_000);
  while (river.work(() => 0, 1));
  river.stack.arrange(river.lanes.groups, model.flows.columns, { from: 0, to: 1_000, height: 600 });
  const { calls, filled, texts, context } = canvas();
  const scene: Scene = {
    context,
    river,
    palette: {} as Scene['palette'],
    width: 1_000,
    height: 626,
    ratio: 1,
    now: 1_000,
  };
  return { scene, calls, filled, texts };
}

test('each has the look of how it ended, where it was and as long as it was', () => {
  const { scene } = sceneOf([
    [100, 200, 'done'],
    [300, 400, 'failed'],
    [500, 600, 'cancelled'],
    [700, 750, 'gone'],
    [800, -1, ''],
    [1_100, -1, ''],
  ]);
  const painter = new LanePainter();
  painter.paint(scene);
  deepEqual(
    [done, failed, cancelled, lost, live].map(look => [
      ...painter.bars[look]!.flows.subarray(0, painter.bars[look]!.size),
    ]),
    [[0], [1], [2], [3], [4]],
  );
  const { xs, widths } = painter.bars[failed]!;
  deepEqual([xs[0], Math.round(widths[0]!)], [300, 99]);
});

test('those that are within one pixel are one bar', () => {
  const { scene } = sceneOf(Array.from({ length: 3_000 }, (_, at) => [at / 10, at / 10 + 0.05, 'done'] as const));
  const painter = new LanePainter();
  painter.paint(scene);
  const { size } = painter.bars[done]!;
  ok(size >= 150 && size <= 310, String(size));
});

test('where there are too many for bars, how many there were is drawn', () => {
  const { scene, calls } = sceneOf(
    Array.from({ length: 20_000 }, (_, at) => [at / 20, at / 20 + 0.01, 'done'] as const),
  );
  const painter = new LanePainter();
  painter.paint(scene);
  equal(painter.bars[done]!.size, 0);
  ok((calls.lineTo ?? 0) > 100 && (calls.lineTo ?? 0) < 3_000, String(calls.lineTo));
});

test('what was held and went on is seen where it was, and what is held still is left to others', () => {
  const { scene, filled } = sceneOf([
    [100, 900, 'done'],
    [100, -1, ''],
    [200, 800, 'gone'],
  ]);
  const tell = (kind: 'held' | 'resumed', flow: string, at: number, hold: string) =>
    scene.river.held.take({ seq: ++seq, at, kind, target: 'a', flow, data: { hold } });
  tell('held', 'a.0', 300, 'h1');
  tell('resumed', 'a.0', 310, 'h1');
  tell('held', 'a.1', 400, 'h2');
  // It went with its program.
  tell('held', 'a.2', 500, 'h3');
  paintWereHeld(scene, 6);
  deepEqual(
    filled.map(([x, , width]) => [x, width]),
    [
      [300, 10],
      [500, 300],
    ],
  );
});

test('a stream says how many there were, not where its scale ends', () => {
  const { scene, texts } = sceneOf(Array.from({ length: 286 }, () => [100, 900, 'done'] as const));
  paintStream(scene, scene.river.lanes.groups[0]!.density, { top: 0, height: 100 });
  deepEqual(texts, ['peak ≈ 286']);
});
