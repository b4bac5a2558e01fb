import { deepEqual, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { gatesGlobal } from '../gated/index.ts';
import { gateSource } from './index.ts';

interface Run {
  runs: boolean;
}

const AsyncFunction = (async () => {}).constructor as new (...words: string[]) => (...values: unknown[]) => unknown;

/** Runs a body, with gates all open. Of each gate, and each `see()`, whether the body is said to run. */
async function seenIn(body: string): Promise<string[]> {
  const seen: string[] = [];
  let last: Run | undefined;
  const going =
    (runs: boolean) =>
    (one: Run, ...[at, value]: unknown[]) => {
      one.runs = runs;
      return runs ? at : value;
    };
  const words = {
    g: new Uint8Array(200).fill(1),
    e() {},
    m: () => true,
    w: (_gate: number, one: Run) => {
      seen.push(one.runs ? 'runs' : 'waits');
      return false;
    },
    h() {},
    u: (_at: number, own: unknown) => own,
    a: () => (last = { runs: true }),
    z() {},
    s: going(false),
    r: going(true),
    y: going(false),
    n: going(true),
    b: going(true),
    l: going(false),
    d: (one: Run) => ({ [Symbol.dispose]: () => going(false)(one) }),
  };
  (globalThis as Record<string, unknown>)[gatesGlobal] = () => words;
  const result = gateSource(`return (async () => {${body}})()`, { kind: 'commonjs', key: 'k' });
  ok(result.ok);
  const see = (what: string) => void seen.push(`${what} ${last!.runs ? 'runs' : 'waits'}`);
  const late = (what: string) => ({
    async [Symbol.asyncDispose]() {
      see(what);
    },
  });
  await new AsyncFunction('see', 'late', 'p', result.text)(see, late, async (value: unknown) => value);
  return seen;
}

test('behind an await that V8 names in errors, whatever has a gate runs', async () => {
  for (const body of [
    `if ((await p('ab')).at(0)) { 1 } else { 2 }`,
    `if ((await p('')).at(0)) { 1 } else { 2 }`,
    `let n = 0; while ((await p('ab')).at(n)) { n++ }`,
    `let n = 0; do { n++ } while ((await p('ab')).at(n))`,
    `switch ((await p('ab')).at(0)) { case 'a': 1 }`,
    `switch ('a') { case (await p('ab')).at(0): 1 }`,
    `for (let n = 0; (await p('ab')).at(n); n++) { 1 }`,
    `for (let n = (await p('ab')).indexOf('b'); n < 3; n++) { 1 }`,
    `for (let n = 0; n < 3; n = (await p('abcdef')).indexOf('f')) { 1 }`,
    `for (let n = (await p('ab')).indexOf('b'); ; n++) { if (n > 3) break }`,
    `for (let n = 0; ; n = (await p('abcdef')).indexOf('f')) { if (n > 3) break }`,
    `for (const x of (await p('ab')).split('')) { 1 }`,
    `for (const x in (await p(Object)).assign({ a: 1 })) { 1 }`,
    `for (const { x = (await p('ab')).at(0) } of [{}]) { 1 }`,
    `try { throw {} } catch ({ x = (await p('ab')).at(0) }) { 1 }`,
  ]) {
    const seen = await seenIn(body);
    ok(seen.length > 1, body);
    deepEqual(new Set(seen), new Set(['runs']), body);
  }
});

test('a block that ends before it has all that it waits for says that it waits', async () => {
  const body = `{ await using a = late('a'); if (a) return; await using b = late('b') }`;
  deepEqual(await seenIn(body), ['runs', 'runs', 'runs', 'a waits']);
});

test('each turn of a loop waits for what it used', async () => {
  const body = `for (await using a of [late('a'), late('b')]) { see('turn') } see('end')`;
  deepEqual(await seenIn(body), [
    'runs',
    'runs',
    'turn runs',
    'a waits',
    'runs',
    'turn runs',
    'b waits',
    'runs',
    'end runs',
  ]);
});

test('a loop waits at its end for what its head used', async () => {
  for (const [loop, turns] of [
    [`for (await using a = late('a'); n < 2; n++) { see('turn') }`, 2],
    [`for (await using a = late('a'); ; n++) { see('turn'); break }`, 1],
    [`for (await using a = late('a'); n++ < 3; ) { see('turn'); continue }`, 3],
    [`b: for (const c of [1]) for (await using a = late('a'); ; ) { see('turn'); continue b }`, 1],
    [`b: for (await using a = late('a'), c = null; see('turn') || n++ < 1; ) if (n > 5) break b`, 2],
  ] as const) {
    const seen = (await seenIn(`let n = 0; ${loop}; see('end')`)).filter(one => one.includes(' '));
    deepEqual(seen, [...Array(turns).fill('turn runs'), 'a waits', 'end runs'], loop);
  }
});

test('a block of a module waits for what it used, the module itself has ended by then', () => {
  const result = gateSource('await using a = 1; { await using b = 2 }', { kind: 'module', key: 'k' });
  ok(result.ok);
  match(result.text, /await using b = 2\/\*¦\*\/;using \$ed0=/);
  ok(!/a = 1\/\*¦\*\/;using/.test(result.text));
});

test('a loop that waits is left by any way, and what comes next runs', async () => {
  const walk = `async function* walk() { try { yield 1; yield 2 } finally { await p(0) } };`;
  for (const body of [
    `${walk} a: for (const x of [1, 2]) { see('turn'); for await (const y of walk()) { continue a } }; see('end')`,
    `${walk} a: { for await (const y of walk()) { break a } }; see('end')`,
    `${walk} b: for await (const y of walk()) { c: for await (const z of walk()) { continue b } }; see('end')`,
    `${walk} a: b: for await (const y of walk()) { if (y === 1) continue a; break b }; see('end')`,
  ])
    ok(
      (await seenIn(body)).every(one => one.endsWith('runs')),
      body,
    );
});
