import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { gatesGlobal, type gateWords, mark, withoutGates } from '../gated/index.ts';
import { type GateOptions, gateSource } from './index.ts';

/** Each returns, or throws, what the same text without gates does. */
const programs: Record<string, string> = {
  'directives stay first': `'use strict'; function f() { 'use strict'; return this } return [f() === undefined, (() => typeof this)()]`,
  'loops without blocks': `const o = []; let i = 0; do i++
    while (i < 3)
    o.push(i); while (i-- > 0) if (i % 2) o.push(i); else if (i) o.push(-i); else { o.push('e') }
    for (const k in { x: 1 }) o.push(k); for (;;) break; return o`,
  labels: `const o = []; a: for (const x of [1, 2, 3]) { b: for (const y of [1, 2]) { if (y === 2) continue a; if (x === 3) break a; o.push(x, y); break b } } c: { o.push('c'); break c } return o`,
  'switch, its own scope and fall through': `const o = []; for (const v of [1, 2, 3]) switch (v) { case 1: let q = 1; o.push(q); case 2: try { o.push(q = 5) } catch (e) { o.push(e.name) } break; default: o.push('d') } return o`,
  'names that are not there yet': `const o = []; const early = async () => { try { return late } catch (e) { return e.name } }; o.push(await early()); let late = 1; o.push(await early()); { try { o.push(x) } catch (e) { o.push(e.name) } let x = 2; o.push(x) } return o`,
  shadows: `let x = 1; { let x = 2; x++; { const x = 7; var y = x } y += x } return [x, y]`,
  'try, catch, finally': `const o = []; async function f(n) { try { if (n) throw n; return 'r' } catch ({ length = 9 }) { await 0; o.push(length) } finally { await null; o.push('f') } } o.push(await f(0), await f('abc')); try { await Promise.reject(4) } catch (e) { e++; o.push(e) } return o`,
  'for await, each way out': `const o = []; const late = v => new Promise(r => setImmediate(r, v)); out: for (let k = 0; k < 3; k++) for await (const x of [late(1), late(2), late(3)]) { if (k === 0 && x === 2) continue out; if (x === 3) break; o.push([k, x]) } for await (const { a = 1 } of [{}, { a: 2 }]) o.push(a); for await (const z of []) ; async function r() { for await (const z of [1, 2]) if (z === 2) return z } o.push(await r()); return o`,
  'async generators': `async function* g(n) { try { for (let i = 0; i < n; i++) { const got = yield i; if (got) i += got } return Promise.resolve('end') } catch (e) { yield 'caught ' + e } finally { yield 'last' } } const o = []; for (const step of [it => it.next(), it => it.return(5), it => it.throw('x')]) { const it = g(4); o.push(await it.next(), await it.next(1), await step(it), await it.next(), await it.next()) } async function* h() { yield* g(2); yield; yield* [7] } for await (const v of h()) o.push(v); return o`,
  'plain generators': `function* g() { const x = yield 1; try { yield x } finally { yield 'f' } } const it = g(); return [it.next(), it.next(4), it.return(3), it.next()]`,
  'arrow functions': `const f = async x => x * 2, g = async ({ a }) => ({ b: a }), h = x => y => x + y, k = x => ({ x }), l = async () => (1, 2), m = async (...r) => [...r], n = x => (x, [x]); return [await f(2), await g({ a: 1 }), h(1)(2), k(3), await l(), await m(1, 2), n(4), f.length, f.name, g.name]`,
  classes: `const seen = []; class A { #x = 1; static #s = 2; static made = seen.push('static'); static { seen.push(this.#s) } y = async () => this.#x; get [(() => 'k')()]() { return this.#m() } #m() { return 'm' + this.#x } constructor(v) { this.v = v } async m() { return this.v + this.#x } static async *[Symbol.asyncIterator]() { yield A.#s } } class B extends A { f = () => super.m(); constructor() { const early = () => seen.length; seen.push(early()); super(5); seen.push((() => this.v)()) } async m() { return (await super.m()) * 2 } } const b = new B(); for await (const v of A) seen.push(v); return [seen, await b.y(), b.k, await b.m(), await b.f()]`,
  'arguments and defaults': `async function f(a, b = a, ...r) { return [a, b, r, f.length] } function s(a) { arguments[0] = 5; return a } async function t(a) { arguments[0] = 6; return [a, arguments.length] } return [await f(1), await f(1, 2, 3), s(1), await t(1, 2)]`,
  'what others change while it waits': `let a = 1; var b = 2; async function f(c) { const set = () => { a++; b++; c++ }; setImmediate(set); await new Promise(r => setImmediate(r)); a += 10; return [a, b, c] } const r = await f(3); return [...r, a, b]`,
  'functions of one name': `async function f() { function q() { return 1 } function q() { return 2 } return q() } async function g() { var q = 1; function q() {} return typeof q } async function h(p) { function p() {} return typeof p } return [await f(), await g(), await h(1)]`,
  'functions of one name, one in a block': `async function f() { function q() { return 1 } { function q() { return 2 } } return q() } async function g() { function q() { return 1 } if (true) switch (1) { case 1: function q() { return 2 } } return q() } return [await f(), await g()]`,
  'line ends without semicolons': `let a = 1, b = 2
    ;[a, b] = [b, a]
    const f = async () => { a++
      ++b
      return [a, b] }
    const g = async x => x
    ;(() => {})()
    return [await f(), await g(3)]`,
  'sites of tagged templates and regular expressions':
    `const tag = async (s, ...v) => s.raw.join() + v; return [await tag\`a\${1}b\`, /[/]\\//.test('//'), \`\${await 5}\``.concat(
      `]`,
    ),
  errors: `const o = []; async function f(n) { if (n === 0) throw new RangeError('deep'); try { await f(n - 1) } catch (e) { o.push(n + e.message); if (n < 2) throw e } } await f(3); return o`,
  'text of functions': `async function f(a) { await a; return a } class C { async m() { await 0 } } const g = x => x; return [String(f), String(C), String(g), f.toString().length]`,
  'eval and with': `const o = []; let secret = 3; o.push(eval('secret + 1')); eval('secret = 9'); o.push(secret); const f = new Function('with ({ z: 4 }) return z'); o.push(f()); return o`,
  using: `const o = []; { using a = { [Symbol.dispose]() { o.push('d') } }; await using b = { async [Symbol.asyncDispose]() { o.push('ad') } }; o.push('body') } return o`,
};

interface Words {
  on: number;
  match?: () => boolean;
  hit?: (values: unknown[], access?: (at: number) => unknown) => boolean;
  wait?: () => unknown;
}

const words: Record<string, Words> = {
  'all gates closed': { on: 0 },
  'armed, and nobody meant': { on: 1, match: () => false },
  'seen at each gate': { on: 1, hit: () => false },
  'held for a microtask at each gate': { on: 1, hit: () => true, wait: () => undefined },
  'held for a turn at each gate': { on: 1, hit: () => true, wait: () => new Promise(go => setImmediate(go)) },
};

const AsyncFunction = (async () => {}).constructor as new (text: string) => () => Promise<unknown>;

async function outcome(text: string): Promise<unknown> {
  try {
    return { value: await new AsyncFunction(text)() };
  } catch (error) {
    return { error: String(error) };
  }
}

let passed = 0;

function speak({ on, match: concerns = () => true, hit = () => false, wait = () => undefined }: Words): void {
  const activation = (fn: number) => ({ fn });
  const given = (_one: unknown, _at: unknown, value?: unknown) => value;
  const all: Record<(typeof gateWords)[number], unknown> = {
    g: new Uint8Array(2_000).fill(on),
    e: () => void passed++,
    m: concerns,
    w: (_id: number, _one: unknown, _self: unknown, values: unknown[], access?: (at: number) => unknown) => {
      passed++;
      for (let at = 0; at < 40; at++) {
        try {
          access?.(at);
        } catch {
          // Not there yet.
        }
      }
      return hit(values, access);
    },
    h: wait,
    u: (_at: number, value: unknown) => value,
    a: activation,
    z() {},
    s: given,
    r: (_one: unknown, value: unknown) => value,
    b() {},
    y: given,
    n: (_one: unknown, value: unknown) => value,
    l() {},
    d: () => ({ [Symbol.dispose]() {} }),
  };
  (globalThis as Record<string, unknown>)[gatesGlobal] = () => all;
}

function gated(body: string, more: Partial<GateOptions> = {}): string {
  // A program's text stands in an async function: the gates are placed as in a module that awaits at its top.
  const result = gateSource(`return (async function () {${body}\n}).call(this)`, {
    kind: 'commonjs',
    key: 'k',
    ...more,
  });
  ok(result.ok, result.ok ? '' : result.why);
  return result.text;
}

for (const [what, body] of Object.entries(programs)) {
  test(`the same with gates: ${what}`, async t => {
    const original = Function.prototype.toString;
    t.after(() => {
      Function.prototype.toString = original;
    });
    Function.prototype.toString = function () {
      return withoutGates(Reflect.apply(original, this, []));
    };
    const bare = await outcome(`return (async function () {${body}\n}).call(this)`);
    for (const everyStatementAt of [undefined, () => true]) {
      for (const [how, one] of Object.entries(words)) {
        speak(one);
        const text = gated(body, everyStatementAt === undefined ? {} : { everyStatementAt });
        deepEqual(await outcome(text), bare, `${how}\n${text}`);
      }
    }
  });
}

test('gates were passed in these programs at all', () => {
  ok(passed > 1_000, String(passed));
});

test('no line is added, and the original can be had back', () => {
  for (const body of Object.values(programs)) {
    const source = `// a comment\n${body}`;
    const result = gateSource(source, { kind: 'commonjs', key: 'k' });
    // A few stand for an async function's body, and are no file of their own.
    if (!result.ok) continue;
    equal(result.text.split('\n').length, source.split('\n').length);
    equal(withoutGates(result.text), source);
  }
});

test('the table says where pieces stand', () => {
  const source = `#!/usr/bin/env node\n'use strict'\nasync function f() {\n  await g()\n}\n`;
  const result = gateSource(source, { kind: 'commonjs', key: 'k' });
  ok(result.ok);
  const pieces: number[][] = [];
  result.text.split('\n').forEach((text, index) => {
    let cut = 0;
    for (const piece of text.matchAll(/\/\*¦\*\/.*?\/\*¦\*\//g)) {
      pieces.push([index + 1, piece.index - cut, piece[0].length]);
      cut += piece[0].length;
    }
  });
  deepEqual(result.table.inserts, pieces.flat());
  deepEqual(
    result.table.functions.map(one => [one.kind, one.name, one.line]),
    [
      ['module', '(module)', 1],
      ['async', 'f', 3],
    ],
  );
  deepEqual(result.table.awaits, [{ line: 4, column: 3, fn: 1 }]);
  equal(result.table.gates[0]?.line, 4);
});

test('a gate stands behind what comes before its line, so that the line keeps its columns', () => {
  const result = gateSource('async function f() {\n  a();\n  b();\n}', { kind: 'commonjs', key: 'k' });
  ok(result.ok);
  const lines = result.text.split('\n');
  equal(lines[1]?.startsWith('  a();'), true);
  equal(lines[2]?.startsWith('  b();'), true);
});

test('which names are passed by value, and which are shared with inner functions', () => {
  const source = `let top = 1; const no = 2;
    async function f(p) { top++; let mine = 1; let ours = 2; const g = () => ours++; use(mine, no); }`;
  const result = gateSource(source, { kind: 'module', key: 'k' });
  ok(result.ok);
  const last = result.table.gates.at(-1)!;
  deepEqual(
    last.values.map(one => one.name),
    ['p', 'mine', 'g'],
  );
  deepEqual(
    last.shared.map(one => [one.name, one.editable, one.own]),
    [
      ['ours', true, true],
      ['top', true, false],
      ['no', false, false],
    ],
  );
});

test('the line of an import has nothing of ours, but in a cycle', () => {
  const source = `import a from 'a'; import b from 'b'\nexport async function f() { await a(b) }`;
  const result = gateSource(source, { kind: 'module', key: 'k' });
  ok(result.ok);
  match(result.text, /^import a from 'a'; import b from 'b'\/\*¦\*\/;const \{/);
});

test('an awaited value that is called, taken apart or iterated is named by V8 as it is without gates', async () => {
  for (const body of [
    'await (await 1)()',
    'const [a] = await 1',
    'new (await 2)()',
    '(await {}).x()',
    'for (const x of await 3) x()',
    'f(...(await 4)); function f() {}',
    '(await 5)`x`',
  ]) {
    const bare = await outcome(`return (async function () {${body}\n}).call(this)`);
    speak({ on: 0 });
    deepEqual(await outcome(gated(body)), bare, body);
  }
});

test('a module of a cycle gets its words by an import', () => {
  const result = gateSource('export async function f() { await 1 }', { kind: 'module', key: 'k', cycle: true });
  ok(result.ok);
  match(result.text, /^\/\*¦\*\/import \{g as /);
});

test('what cannot be gated says why, and stays as it is', () => {
  for (const [source, why] of [
    ['let = = 3', /could not be parsed.*\(1:/],
    [`x ${mark} y`, /marks/],
    ['import "x"; return 3', /could not be parsed/],
  ] as const) {
    const result = gateSource(source, { kind: 'module', key: 'k' });
    equal(result.ok, false);
    if (!result.ok) match(result.why, why);
  }
  const result = gateSource('function f() { "use asm"; return {} } async function g() { var q; function q() {} }', {
    kind: 'script',
    key: 'k',
  });
  ok(result.ok);
  deepEqual(
    result.table.skipped.map(one => one.what),
    ['function f', 'runs of function g'],
  );
});

test('names of a file are never ours', () => {
  const result = gateSource('const $eg = 1; async function f() { await $eg }', { kind: 'module', key: 'k' });
  ok(result.ok);
  ok(result.table.prefix !== '$e');
});
