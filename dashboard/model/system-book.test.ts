import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { SystemCourse } from '../../src/wire/protocol/index.ts';
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

test('a target tells what it can; a sample of the program’s own monitor is none of ours', () => {
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
  const { cpuPercent, loopPercent, threadCpuPercent } = book.series('a')!.totals!;
  deepEqual([cpuPercent, loopPercent, threadCpuPercent], [12.5, 25, 10]);
  equal(book.series('a')!.samples.length, 0);
  book.takeTotals('b', 5, {}, 100);
  ok(Number.isNaN(book.series('b')!.totals!.cpuPercent));
  book.takeTotals('c', 5, { process: { cpuUserMs: 30 } }, 100);
  equal(book.series('c')!.totals!.cpuPercent, 30);
});

const course: SystemCourse = {
  everyMs: 10_000,
  at: [10_000, 20_000, 60_000],
  cpuMs: [0, 5_000, 9_000],
  activeMs: [0, 5_000, 9_000],
  idleMs: [10_000, 15_000, 51_000],
  delayMaxMs: [1, 2, 300],
  tasks: [1, null, 3],
};

test('a course of a report goes before what came live; the first live sample has its shares from it', () => {
  const book = new SystemBook();
  book.take(sample(61));
  book.take(sample(62));
  book.takeCourse('a', course);
  const { samples } = book.series('a')!;
  deepEqual(
    samples.map(({ at, cpuPercent, delayMaxMs }) => [at, Math.round(cpuPercent), delayMaxMs]),
    [
      [10_000, Number.NaN, 1],
      [20_000, 50, 2],
      [20_001, Number.NaN, Number.NaN],
      [60_000, 10, 300],
      [61_000, 625, 3],
      [62_000, 25, 3],
    ],
  );
  deepEqual(
    samples.map(({ tasks }) => tasks),
    [1, Number.NaN, Number.NaN, 3, Number.NaN, Number.NaN],
  );
});

test('a course is read without trust, and never after what came live', () => {
  const book = new SystemBook();
  book.take(sample(5));
  book.takeCourse('a', course);
  book.takeCourse('b', { everyMs: 0, at: ['x', 1, 2], cpuMs: 7, rssBytes: ['y', 'z', 4] } as never);
  book.takeCourse('c', { everyMs: 0, at: 'none' } as never);
  deepEqual([book.series('a')!.samples.length, book.series('c')!.samples.length], [1, 0]);
  deepEqual(
    book.series('b')!.samples.map(({ at, rssBytes }) => [at, rssBytes]),
    [
      [1, Number.NaN],
      [2, 4],
    ],
  );
});
