import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { transformSync } from 'esbuild';
import { type GateTable, gatesGlobal, mark, withoutGates } from '../gated/index.ts';
import { gateSource } from './index.ts';

const emitted = new URL('../../../../test/toolchains/emitted/', import.meta.url);
const read = (name: string) => readFileSync(new URL(`${name}.txt`, emitted), 'utf8');

function gate(source: string, kind: 'module' | 'commonjs' = 'commonjs'): { text: string; table: GateTable } {
  const result = gateSource(source, { kind, key: 'k' });
  ok(result.ok, result.ok ? '' : result.why);
  return result;
}

/** `kind name` of all that is not sync, as written. */
function waitingIn(source: string, kind: 'module' | 'commonjs' = 'commonjs'): string[] {
  return gate(source, kind)
    .table.functions.slice(1)
    .filter(one => one.kind !== 'sync')
    .map(one => `${one.kind} ${one.name}`);
}

type Wait = () => unknown;

/** What a script says, with gates at which each run of an async function waits so. */
async function said(text: string, wait?: Wait): Promise<{ lines: string[]; live: number; passed: number }> {
  const lines: string[] = [];
  let live = 0;
  let passed = 0;
  const same = (_one: unknown, value: unknown) => value;
  const given = (_one: unknown, _at: unknown, value?: unknown) => value;
  const words = {
    g: new Uint8Array(2_000).fill(wait === undefined ? 0 : 1),
    e() {},
    m: () => true,
    w: (_gate: number, one: unknown) => {
      passed++;
      return one !== 0;
    },
    h: wait,
    u: (_at: number, own: unknown) => own,
    a: (fn: number) => {
      live++;
      return { fn };
    },
    z: () => void live--,
    s: given,
    r: same,
    b() {},
    y: given,
    n: same,
  };
  (globalThis as Record<string, unknown>)[gatesGlobal] = () => words;
  await new Promise<void>(done => {
    const console = {
      log: (line: string) => {
        lines.push(line);
        setImmediate(done);
      },
    };
    new Function('console', text)(console);
  });
  return { lines, live, passed };
}

const waits: Record<string, Wait> = {
  'for a microtask': () => undefined,
  'for a turn': () => new Promise(go => setImmediate(go)),
};

for (const compiler of ['typescript-es2015', 'babel-node6', 'babel7-node6', 'swc-es2015'])
  test(`${compiler}: its generators are async functions, which wait at each gate and say the same`, async () => {
    const source = read(`${compiler}/shop.js`);
    deepEqual(waitingIn(source).sort(), [
      'async Shop.pay',
      'async main',
      'async pays',
      'async price',
      'async rate',
      'async-generator Shop.walk',
      'generator plain',
    ]);
    const bare = await said(source);
    for (const [how, wait] of Object.entries(waits)) {
      const { lines, live, passed } = await said(gate(source).text, wait);
      deepEqual(lines, bare.lines, how);
      equal(live, 0, how);
      ok(passed > 20, how);
    }
    equal(withoutGates(gate(source).text), source);
  });

for (const [compiler, name] of [
  ['typescript-es5', 'TypeScript'],
  ['babel-ie11', 'Babel'],
  ['babel7-ie11', 'Babel'],
  ['swc-es5', 'SWC'],
] as const)
  test(`${compiler}: a state machine is known by who made it`, async () => {
    const source = read(`${compiler}/shop.js`);
    const { text, table } = gate(source);
    const made = table.functions.filter(one => one.machine !== undefined);
    deepEqual(new Set(made.map(one => one.machine)), new Set([name]));
    for (const one of ['price', 'pays', 'main'])
      ok(
        made.some(machine => machine.name === one),
        one,
      );
    deepEqual((await said(text, () => undefined)).lines, (await said(source)).lines);
  });

for (const [compiler, name] of [
  ['typescript-es5', 'TypeScript'],
  ['babel-ie11', 'Babel'],
  ['babel7-ie11', 'Babel'],
  ['swc-es5', 'SWC'],
] as const)
  test(`${compiler}: a minified state machine is known, too, and nothing else is taken for one`, () => {
    const source = read(`${compiler}/shop.js`);
    const machines = (text: string) => gate(text).table.functions.filter(one => one.machine !== undefined);
    const { code } = transformSync(source, { minify: true, format: 'cjs' });
    ok(!code.includes('_async_to_generator(') && !code.includes('_asyncToGenerator('));
    deepEqual(new Set(machines(code).map(one => one.machine)), new Set([name]));
    // Async generators have a helper of their own, which is not known by what it does.
    console.log(
      machines(code).length,
      machines(source).map(one => one.name),
    );
  });

test('helpers that are imported are the same helpers', () => {
  for (const name of readdirSync(new URL('imported-helpers', emitted))) {
    const [file = '', kind] = /^\w+\.(\w+)/.exec(name) ?? [];
    deepEqual(
      waitingIn(read(`imported-helpers/${file}`), kind === 'mjs' ? 'module' : 'commonjs'),
      ['async price', 'async-generator walk'],
      name,
    );
  }
});

test('bundlers give helpers names of their own', () => {
  for (const helper of [
    '_babel_runtime_helpers_asyncToGenerator__WEBPACK_IMPORTED_MODULE_0___default()',
    '(0,_swc_helpers_async_to_generator__WEBPACK_IMPORTED_MODULE_0__._)',
    '(0, import_asyncToGenerator.default)',
    '_asyncToGenerator$1',
    '_async_to_generator2',
  ])
    deepEqual(waitingIn(`function f() { return ${helper}(function* () { yield 1 })() }`), ['async f'], helper);
  for (const helper of ['__awaiter2', '__awaiter$1', '(0,tslib__WEBPACK_IMPORTED_MODULE_0__.__awaiter)'])
    deepEqual(waitingIn(`const f = () => ${helper}(this, [], void 0, function* () { yield })`), ['async f'], helper);
});

test('a minifier takes the names of helpers, and not what they do', () => {
  const helpers: Record<string, string> = {
    'var l=(o,t,n)=>new Promise((r,i)=>{var s=e=>{try{a(n.next(e))}catch(w){i(w)}},c=e=>{try{a(n.throw(e))}catch(w){i(w)}},a=e=>e.done?r(e.value):Promise.resolve(e.value).then(s,c);a((n=n.apply(o,t)).next())});':
      'l(this,null,',
    'var e=this&&this.__awaiter||function(e,t,n,r){return new(n||(n=Promise))((function(o,i){function c(e){try{u(r.next(e))}catch(e){i(e)}}function a(e){try{u(r.throw(e))}catch(e){i(e)}}function u(e){e.done?o(e.value):new n((function(t){t(e.value)})).then(c,a)}u((r=r.apply(e,t||[])).next())}))};':
      'e(this,void 0,void 0,',
    'function n(n,e,t,r,u,i,c){try{var o=n[i](c),a=o.value}catch(n){return void t(n)}o.done?e(a):Promise.resolve(a).then(r,u)}function $(e){return function(){var t=this,r=arguments;return new Promise(function(u,i){var c=e.apply(t,r);function o(e){n(c,u,i,o,a,"next",e)}function a(e){n(c,u,i,o,a,"throw",e)}o(void 0)})}}':
      '$(',
  };
  for (const [helper, call] of Object.entries(helpers)) {
    deepEqual(waitingIn(`${helper};function f(){return ${call}function*(){yield 1})}`), ['async f'], call);
    // Of its name elsewhere, for something else.
    const other = `${helper};function f(){return ${call}function(){})}`;
    deepEqual(waitingIn(other), [], call);
    const { functions, gates } = gate(other).table;
    ok(
      gates.some(one => functions[one.fn]?.name === 'f'),
      'it is no start of an async function',
    );
  }
  deepEqual(waitingIn('const l=(a,b,c)=>new Promise(c);l(this,null,function*(){yield 1})'), ['generator ']);
});

test('a function expression goes by the name that Babel gives what stands for it', () => {
  const made = 'var _ref = _asyncToGenerator(function* (n) { yield n })';
  const call = 'return _ref.apply(this, arguments)';
  for (const rest of [`return function price(_x) { ${call} }`, `function price(_x) { ${call} } return price`]) {
    const { table } = gate(`const f = function () { ${made}; ${rest} }()`);
    deepEqual(
      table.functions.map(one => one.name),
      ['(module)', 'price'],
      rest,
    );
  }
});

test('other generators, and drivers that nobody knows, are left as they are', () => {
  for (const source of [
    'co(function* () { yield 1 })',
    '__awaiter(function* () { yield 1 })',
    'function* price() { yield 1 }',
  ])
    match(waitingIn(source).join(), /^generator /, source);
  // It never awaits: what an await of its is called is not known.
  const silent = 'function f() { return __asyncGenerator(this, null, function* () { yield 1 }) }';
  equal(gate(silent).table.functions[1]?.machine, 'TypeScript');
  deepEqual(waitingIn(silent), ['generator f']);
});

test('what only starts an async function has no gate, and its parameters are the function’s', () => {
  const { text, table } = gate('function f(a) { return __awaiter(this, void 0, void 0, function* () { use(a) }) }');
  equal(table.gates.length, 1);
  deepEqual(table.gates[0]?.shared, [{ name: 'a', editable: true, own: true }]);
  ok(text.startsWith(mark) && text.includes('{ return __awaiter('));
});

test('a `yield` without a value is an await, one within an inner function is not this one’s', () => {
  const { text, table } = gate(
    '__async(this, null, function* () { yield; const g = function* () { yield 1 }; yield g() })',
  );
  deepEqual(
    table.awaits.map(one => one.column),
    [36, 79],
  );
  match(text, /yield 1 }/);
});
