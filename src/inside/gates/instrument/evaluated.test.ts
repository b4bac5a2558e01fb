import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type GateTable, gatesGlobal, withoutGates } from '../gated/index.ts';
import { type GateOptions, gateSource } from './index.ts';

const emitted = new URL('../../../../test/toolchains/emitted/', import.meta.url);

function gate(source: string, more: Partial<GateOptions> = {}): { text: string; table: GateTable } {
  const result = gateSource(source, { kind: 'commonjs', key: 'k', ...more });
  ok(result.ok, result.ok ? '' : result.why);
  return result;
}

/** What it evaluates. */
function evaluated(text: string): string[] {
  const seen: string[] = [];
  (globalThis as Record<string, unknown>)[gatesGlobal] = () => ({ g: [] });
  new Function('eval', text)((one: string) => void seen.push(one));
  return seen;
}

const name = '//# sourceURL=bundle:///./a.js';

test('a program in a string has gates, in the string', () => {
  const code = `async function f() {\n  await g("x", 'y')\n}\n${name}`;
  for (const literal of [
    JSON.stringify(code),
    `'${JSON.stringify(code).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`,
    JSON.stringify(code).replaceAll(' ', '\\x20').replaceAll('y', '\\u{79}').replaceAll('f', '\\\nf'),
    `trusted(${JSON.stringify(code)})`,
  ]) {
    const source = `const trusted = one => one;\neval(${literal});`;
    const { text, table } = gate(source);
    const [part] = table.parts;
    deepEqual(evaluated(text), [part?.text], literal);
    equal(withoutGates(evaluated(text)[0]!), code, literal);
    equal(withoutGates(text), source, literal);
    equal(text.split('\n').length, source.split('\n').length, literal);
    equal(part?.name, 'bundle:///./a.js');
    equal(part?.key, 'k.0');
    deepEqual(
      part?.table.functions.map(one => [one.kind, one.name, one.line]),
      [
        ['module', '(module)', 1],
        ['async', 'f', 1],
      ],
    );
    match(part?.text ?? '', /\["eddy\.gates\.1"\]\("k\.0",1\)/);
  }
});

test('a character of two units, and what stands behind it', () => {
  const code = `f('\u{1f600}');async () => 1\n${name}`;
  for (const literal of [JSON.stringify(code), JSON.stringify(code).replace('\u{1f600}', '\\u{1f600}')]) {
    const { text } = gate(`eval(${literal})`);
    const [inner = ''] = evaluated(text);
    equal(withoutGates(inner), code);
    ok(inner.includes('$ea('));
  }
});

test('what has a value that counts, no name, or an error of its own stays as it is', () => {
  for (const source of [
    `const a = eval(${JSON.stringify(`async () => 1\n${name}`)})`,
    `eval("async () => 1")`,
    `eval(${JSON.stringify(`let = = 1\n${name}`)})`,
    `other(${JSON.stringify(`async () => 1\n${name}`)})`,
  ]) {
    const { table } = gate(source);
    deepEqual(table.parts, [], source);
  }
  const asked: string[] = [];
  const part = (one: string) => {
    asked.push(one);
    return 'left' as const;
  };
  deepEqual(gate(`eval(${JSON.stringify(`async () => 1\n${name}`)})`, { part }).table.parts, []);
  deepEqual(asked, ['bundle:///./a.js']);
});

for (const devtool of ['eval-source-map', 'eval'])
  test(`webpack's ${devtool}: all round its modules is the bundler's`, async () => {
    const source = readFileSync(new URL(`webpack-${devtool}/bundle.js.txt`, emitted), 'utf8');
    const { text, table } = gate(source);
    equal(table.gates.length, 0);
    equal(table.parts.length, 1);
    equal(withoutGates(text), source);
    const said: string[] = [];
    const keys: string[] = [];
    const words = (key: string, gates: number) => {
      keys.push(key);
      const same = (_one: unknown, value: unknown) => value;
      const given = (_one: unknown, _at: unknown, value?: unknown) => value;
      return { g: new Uint8Array(gates), a: () => ({}), z() {}, s: given, r: same, y: given, n: same, l() {}, b() {} };
    };
    (globalThis as Record<string, unknown>)[gatesGlobal] = words;
    await new Promise<void>(done => {
      const console = {
        log: (line: string) => {
          said.push(line);
          setImmediate(done);
        },
      };
      new Function('console', text)(console);
    });
    deepEqual(said, ['0 1 1 5 21 (intermediate value) is not a function']);
    deepEqual(keys, ['k', 'k.0']);
  });
