import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type OneGate, oneGate } from './one-gate.ts';

interface Hand {
  m(id: number): boolean;
  w(...words: unknown[]): Promise<unknown[]>;
}

/** The text with one gate at the line that has the mark. */
function gated(source: string, mark = '// here'): { made: OneGate; text: string } {
  const line = source.split('\n').findIndex(one => one.includes(mark)) + 1;
  const made = oneGate(source, 'module', at => at === line);
  if (!made.ok) throw new Error(`No gate: ${made.why}.`);
  let text = source;
  for (const { at, text: piece } of [...made.write('hand', 7)].reverse())
    text = text.slice(0, at) + piece + text.slice(at);
  return { made, text };
}

/** What `run` of the source gives. */
function run(text: string, hand: Hand | undefined): Promise<unknown> {
  return (new Function('hand', `${text}\nreturn run();`) as (hand: Hand | undefined) => Promise<unknown>)(hand);
}

const plain = `
let outer = 1;
async function run() {
  outer++;
  let sum = 2;
  const fixed = 3;
  await 0;
  sum += fixed; // here
  return [sum, outer];
}`;

test('without a hand, or with one that means nobody, it runs as it did', async () => {
  const { text } = gated(plain);
  deepEqual(await run(plain, undefined), [5, 2]);
  deepEqual(await run(text, undefined), [5, 2]);
  deepEqual(await run(text, { m: () => false, w: () => Promise.reject(new Error('nobody is meant')) }), [5, 2]);
});

test('it hands over names and takes those that were changed', async () => {
  const { made, text } = gated(plain);
  deepEqual(
    [made.names.map(one => one.name), made.editable, made.byValue, made.place.function],
    [['sum', 'fixed', 'outer'], 1, 2, 'run'],
  );
  const seen: unknown[] = [];
  const hand: Hand = {
    m: id => id === 7,
    async w(_id, _self, mine, fixed, access) {
      const reach = access as (key: number, value?: unknown) => unknown;
      seen.push(mine, fixed, reach(0));
      reach(~0, 100);
      return [40];
    },
  };
  deepEqual(await run(text, hand), [43, 100]);
  deepEqual(seen, [[2], [3], 2]);
});

test('the one statement of an if or a loop stays in it', async () => {
  const source = `
async function run() {
  const seen = [];
  for (const one of [1, 2])
    if (one === 2)
      seen.push(one); // here
    else seen.push(0);
  return seen;
}`;
  const { text } = gated(source);
  let times = 0;
  const hand: Hand = { m: () => ++times > 0, w: async (_id, _self, mine) => mine as unknown[] };
  deepEqual([await run(source, undefined), await run(text, hand), times], [[0, 2], [0, 2], 1]);
});

test('what is not async has no gate, and lines that have are told', () => {
  const source = `
function half(n) {
  return n / 2; // here
}
async function run() {
  return half(4);
}`;
  const line = source.split('\n').findIndex(one => one.includes('// here')) + 1;
  const made = oneGate(source, 'module', at => at === line);
  equal(made.ok, false);
  deepEqual(!made.ok && made.places.map(one => [one.line, one.function]), [[6, 'run']]);
});
