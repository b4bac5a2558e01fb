import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { event } from './fake-page.ts';
import { SystemBook } from './system-book.ts';

function figures(seconds: number, busyShare: number) {
  const activeMs = seconds * 1000 * busyShare;
  return {
    process: { rssBytes: 100, heapUsedBytes: 50, cpuUserMs: activeMs, cpuSystemMs: 0 },
    loop: {
      activeMs,
      idleMs: seconds * 1000 - activeMs,
      delay: { meanMs: 1, maxMs: 3 },
      worstDelayMs: 3,
    },
  };
}

function sample(seconds: number, what: object = figures(seconds, 0.25)) {
  return event('system', { seq: 0, at: seconds * 1000, data: { run: '', figures: what } });
}

test('shares are what was used between two samples', () => {
  const book = new SystemBook();
  book.take(sample(1));
  ok(Number.isNaN(book.series('a')!.last!.cpuPercent));
  book.take(sample(2));
  const { cpuPercent, loopPercent, rssBytes, delayMaxMs, threadCpuPercent } = book.series('a')!.last!;
  deepEqual([cpuPercent, loopPercent, rssBytes, delayMaxMs], [25, 25, 100, 3]);
  ok(Number.isNaN(threadCpuPercent));
});

test('a Python target tells less; a sample of the program’s own monitor is none of ours', () => {
  const book = new SystemBook();
  book.take(sample(1, { process: { cpuUserMs: 100 } }));
  book.take(sample(2, { process: { cpuUserMs: 600, rssBytes: 7 } }));
  book.take(event('system', { at: 3_000, data: { at: 3_000, cpuPercent: 99 } }));
  const { samples, last } = book.series('a')!;
  deepEqual([samples.length, last!.cpuPercent, last!.rssBytes], [2, 50, 7]);
  ok(Number.isNaN(last!.loopPercent));
});

test('a silence is a gap; what came already is not taken twice', () => {
  const book = new SystemBook();
  for (const at of [1, 2, 2, 20]) book.take(sample(at));
  const { samples } = book.series('a')!;
  deepEqual(
    samples.map(({ at, rssBytes }) => [at, rssBytes]),
    [
      [1_000, 100],
      [2_000, 100],
      [2_001, Number.NaN],
      [20_000, 100],
    ],
  );
  equal(samples.at(-1)!.cpuPercent, 25);
});

test('a quarter of an hour is kept, and no more', () => {
  const book = new SystemBook();
  for (let at = 1; at <= 5_000; at++) book.take(sample(at));
  const series = book.series('a')!;
  ok(series.samples.length >= 900 && series.samples.length <= 1_400);
  equal(series.samples.length + series.dropped, 5_000);
  equal(series.most('rssBytes'), 100);
});

test('targets are bounded: those that were heard of longest ago go', () => {
  const book = new SystemBook();
  for (let at = 0; at < 600; at++) book.take({ ...sample(1), target: `t${at}` });
  deepEqual([[...book.targets].length, book.series('t0'), book.series('t599') !== undefined], [500, undefined, true]);
});

test('of what is over, shares are of its whole life', () => {
  const book = new SystemBook();
  const { process, loop } = figures(100, 0.25);
  book.takeTotals('a', 5, { process: { ...process, uptimeMs: 200_000 }, loop: { ...loop, cpuMs: 10_000 } }, 1);
  const { cpuPercent, loopPercent, threadCpuPercent } = book.series('a')!.last!;
  deepEqual([cpuPercent, loopPercent, threadCpuPercent], [12.5, 25, 10]);
  book.takeTotals('b', 5, {}, 100);
  ok(Number.isNaN(book.series('b')!.last!.cpuPercent));
  book.takeTotals('c', 5, { process: { cpuUserMs: 30 } }, 100);
  equal(book.series('c')!.last!.cpuPercent, 30);
});
