import type { Activations } from '../runtime/activations/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import type { Probes } from '../runtime/probes/index.ts';
import { meetJest } from './jest.ts';
import { meetMocha } from './mocha.ts';
import { meetNodeTest } from './node-test.ts';
import type { Original } from './node-test-places.ts';
import { testsGlobal } from './runner-editor.ts';
import { TestBook, type ToldOfTests } from './test-book.ts';
import { meetVitest } from './vitest.ts';

export interface FollowTests extends ToldOfTests {
  readonly rt: Runtime;
  readonly activations: Activations;
  readonly probes: Probes;
  readonly original: Original;
}

/** From now on tests of runners that we know are flows, in this thread. */
export function followTests({ rt, activations, probes, original, ...told }: FollowTests): TestBook {
  probes.trails.turnOn();
  const book = new TestBook(rt, activations, probes, told);
  rt.section('tests', () => book.list());
  rt.guard('node:test', () => meetNodeTest(rt, book, original));
  Object.defineProperty(globalThis, testsGlobal, {
    configurable: true,
    value: {
      mocha: (runnable: unknown) => rt.guard('mocha', () => meetMocha(rt, book, runnable)),
      vitest: (runner: unknown, getFn: unknown) => rt.guard('vitest', () => meetVitest(rt, book, runner, getFn)),
      jest: (handlers: unknown, file: () => unknown) => rt.guard('jest', () => meetJest(rt, book, handlers, file)),
    },
  });
  return book;
}
