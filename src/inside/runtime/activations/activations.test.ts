import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { Activations, type ActivationWords } from './index.ts';

const rt = runtime();
const module = {
  file: '/app.ts',
  functions: ['main', 'a', 'b', 'g'].map((name, line) => ({ name, kind: 'async', line })),
  awaits: [1, 2, 3].map(line => ({ line, column: 1, fn: 0 })),
};

function open(): { activations: Activations; words: ActivationWords } {
  const activations = new Activations(rt);
  return { activations, words: activations.words(module) };
}

/** What gated code does for: async function (fn) { await what() } */
async function gated(words: ActivationWords, fn: number, what: () => unknown): Promise<unknown> {
  const one = words.a(fn);
  try {
    return words.r(one, await words.s(one, 0, what()));
  } catch (error) {
    words.b(one);
    throw error;
  } finally {
    words.z(one);
  }
}

const names = (activations: Activations) =>
  [...activations.live()].map(
    one => `${one.caller === null ? '' : `${module.functions[one.caller.fn]?.name}>`}${module.functions[one.fn]?.name}`,
  );

test('who called whom is known, also of siblings that were started one after the other', async () => {
  const { activations, words } = open();
  const gate = Promise.withResolvers<void>();
  const main = gated(words, 0, () =>
    Promise.all([gated(words, 1, () => gate.promise), gated(words, 2, () => gate.promise)]),
  );
  equal(activations.current, null);
  deepEqual(names(activations), ['main>b', 'main>a', 'main']);
  gate.resolve();
  await main;
  equal(activations.liveCount, 0);
  equal(activations.current, null);
});

test('after an await, and after a failed one, the function is the caller again', async () => {
  const { activations, words } = open();
  const never = new Promise(() => {});
  const one = words.a(0);
  words.r(one, await words.s(one, 0, null));
  void gated(words, 1, () => never);
  await words.s(one, 1, Promise.reject(new Error('x'))).catch(() => {});
  words.b(one);
  void gated(words, 2, () => never);
  words.z(one);
  deepEqual(names(activations), ['main>b', 'main>a']);
  // Started from a timer: nobody called it.
  await new Promise(resolve => setImmediate(resolve));
  void gated(words, 3, () => never);
  deepEqual(names(activations), ['g', 'main>b', 'main>a']);
});

test('a generator runs within whoever takes its next value', () => {
  const { activations, words } = open();
  const user = words.a(0);
  const generator = words.a(3);
  words.y(generator, 2);
  equal(activations.current, user);
  words.n(generator, undefined);
  equal(activations.current, generator);
  words.y(generator, 2);
  equal(activations.current, user);
  // Its return() is called: it resumes only to end.
  words.z(generator);
  equal(activations.current, user);
  words.z(user);
  equal(activations.current, null);
});

test('a generator that throw() resumed in a loop that waits gives way to who called that', () => {
  const { activations, words } = open();
  const user = words.a(0);
  const generator = words.a(3);
  words.y(generator, 2);
  // The loop's body is left, and its own iterator closed.
  words.l(generator, 1);
  equal(activations.current, user);
  equal(generator.at, 1);
  words.s(user, 0, null);
  equal(activations.current, null);
});

test('a chain of functions that start one another and end keeps no more than one of them', () => {
  const { activations, words } = open();
  let one = words.a(0);
  for (let at = 0; at < 100; at++) {
    const next = words.a(1);
    words.z(one);
    // As after the next one's own await.
    words.b(next);
    one = next;
  }
  let depth = 0;
  for (let at = one.caller; at !== null; at = at.caller) depth++;
  equal(depth <= 1, true);
  equal(activations.liveCount, 1);
});

test('each is of the flow that it was called in', async () => {
  const { activations, words } = open();
  const never = new Promise(() => {});
  void flow('upload', () => void gated(words, 1, () => never));
  void gated(words, 2, () => never);
  deepEqual(
    [...activations.live()].map(one => activations.flowOf(one).name),
    ['main program', 'upload'],
  );
});

test('between two turns nobody runs: a module that threw is no more, who waits unseen is still there', () => {
  const { activations, words } = open();
  const moduleWords = activations.words({
    ...module,
    functions: [{ name: '(module)', kind: 'async-module', line: 1 }],
  });
  const waits = words.a(1);
  moduleWords.a(0);
  activations.settle();
  equal(activations.current, null);
  deepEqual([...activations.live()], [waits]);
  words.b(waits);
  words.z(waits);
  equal(activations.current, null);
  equal(activations.liveCount, 0);
});
