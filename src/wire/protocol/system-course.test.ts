import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { CourseBook } from './system-course.ts';
import type { SystemFigures } from './system-figures.ts';

function figures(seconds: number, more: Partial<SystemFigures> = {}): SystemFigures {
  return { process: { cpuUserMs: seconds * 100, cpuSystemMs: seconds * 10, rssBytes: seconds }, ...more };
}

function fed(...seconds: readonly number[]): CourseBook {
  const book = new CourseBook();
  for (const one of seconds) book.take('a', one * 1000, figures(one));
  return book;
}

test('each state is a point; what was never told is absent, what was not told once is null', () => {
  const book = fed(1, 2, 2);
  book.take('a', 3_000, figures(3, { tasks: { live: 4, total: 9 } }));
  deepEqual(book.courses, {
    a: {
      everyMs: 0,
      at: [1_000, 2_000, 3_000],
      cpuMs: [110, 220, 330],
      rssBytes: [1, 2, 3],
      tasks: [null, null, 4],
    },
  });
});

test('a long life is told coarser, with the peaks of what is left out', () => {
  const book = new CourseBook();
  const hour = 3_600;
  for (let second = 0; second <= hour; second++) {
    const delay = { meanMs: 0, maxMs: second === 1_801 ? 500 : 1 };
    const loop = { activeMs: second, idleMs: second, delay, worstDelayMs: 500 };
    book.take('a', second * 1000, figures(second, { loop }));
  }
  const { at, everyMs, cpuMs, delayMaxMs } = book.courses.a!;
  ok(at.length > 60 && at.length <= 120, String(at.length));
  deepEqual([at[0], at.at(-1), cpuMs?.at(-1)], [0, hour * 1000, hour * 110]);
  equal(Math.max(...(delayMaxMs as number[])), 500);
  equal(delayMaxMs!.filter(one => one === 500).length, 1);
  const gaps = at.slice(1, -1).map((one, index) => one - at[index]!);
  ok(everyMs > 0 && Math.min(...gaps) >= everyMs);
  ok(Math.max(...gaps) < 3 * everyMs);
});

test('who said its figures once has no course, and leaves its place when it ends; there are forty', () => {
  const book = new CourseBook();
  for (let number = 0; number < 40; number++) ok(book.take(`t${number}`, 1, figures(1)));
  equal(book.take('late', 1, figures(1)), false);
  deepEqual(book.courses, {});
  book.take('t0', 2, figures(2));
  for (const target of ['t0', 't1', 'nobody']) book.ended(target);
  ok(book.take('later', 1, figures(1)));
  deepEqual([Object.keys(book.courses), book.take('latest', 1, figures(1))], [['t0'], false]);
});

test('what a program says without being a number was not told', () => {
  const book = new CourseBook();
  const wrong = { process: { rssBytes: 'much', cpuUserMs: Number.NaN }, loop: { delay: null } } as never;
  for (const at of [1, 2]) book.take('a', at, wrong);
  deepEqual(book.courses.a, { everyMs: 0, at: [1, 2] });
});
