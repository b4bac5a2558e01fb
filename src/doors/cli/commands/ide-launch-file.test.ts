import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { withEntries } from './ide-launch-file.ts';

const entry = { name: 'Eddy', type: 'node', port: 1 };
const strip = (text: string) =>
  JSON.parse(text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '').replaceAll(/,(\s*[\]}])/g, '$1'));

test('a file that is not there, or is empty, is made', () => {
  for (const text of [undefined, '', '\n']) {
    deepEqual(JSON.parse(withEntries(text, [entry])), { version: '0.2.0', configurations: [entry] });
  }
});

test('what is there stays to the letter, comments too', () => {
  const texts = [
    '{\n  // mine\n  "version": "0.2.0",\n  "configurations": [\n    { "name": "mine" } /* last */\n  ]\n}\n',
    '{"configurations":[{"name":"mine"},],}',
    '{"configurations": [ ] // none\n, "compounds": []}',
    '{ "version": "0.2.0" }',
    '{}',
    '\uFEFF{ "configurations": [ { "name": "a, ] } \\" // b" } ], }',
  ];
  for (const text of texts) {
    const made = withEntries(text, [entry]);
    const before = strip(text.replace('\uFEFF', '').replace('// b', '-- b')) as { configurations?: object[] };
    const after = strip(made.replace('\uFEFF', '').replace('// b', '-- b')) as object;
    deepEqual(after, { ...before, configurations: [...(before.configurations ?? []), entry] }, text);
    for (const comment of text.match(/\/\/ (?:mine|none)|\/\* last \*\//g) ?? []) equal(made.includes(comment), true);
  }
});

test('one of the same name is replaced, and a second time nothing changes', () => {
  const first = withEntries('{"configurations":[{"name":"Eddy","old":[1,{"a":"]"}]},{"name":"mine"}]}', [entry]);
  deepEqual(JSON.parse(first).configurations, [entry, { name: 'mine' }]);
  equal(withEntries(first, [entry]), first);
  const two = withEntries(first, [entry, { name: 'Eddy: attach' }]);
  equal(withEntries(two, [entry, { name: 'Eddy: attach' }]), two);
});

test('what is no launch file is left alone, and the line is named', () => {
  for (const text of ['[]', '{', '{"a" 1}', '{"a": }', '{"configurations": 3}', '{} x', '{"a": "\n"}']) {
    throws(() => withEntries(text, [entry]), { code: 'bad-config', message: /in line \d+/ }, text);
  }
});
