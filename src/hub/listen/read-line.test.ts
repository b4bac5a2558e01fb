import { doesNotThrow, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { readLine } from './read-line.ts';

const site = { file: '/a.js', line: 1, column: 1 };
const finding = { kind: 'task-slow', message: 'Slow.', hint: 'Look.', count: 1, sites: { created: site } };
const section = { total: 1, live: 1, items: [{}], dropped: 0 };
const state = { sections: { flows: section }, findings: [finding], dropped: { events: 1 } };
const sayState = (more: object) => JSON.stringify({ say: 'state', target: 'a', at: 1, state: { ...state, ...more } });
const sayFinding = (more: object) =>
  JSON.stringify({ say: 'finding', target: 'a', key: 'k', finding: { ...finding, ...more } });

test('what is whole is read', () => {
  doesNotThrow(() => readLine(sayState({})));
  doesNotThrow(() => readLine(sayFinding({})));
});

// Each would fail later, where it is added up, sorted or written.
const broken: [string, string][] = [
  ['a word that is none', '{"say":["hello"],"version":1,"token":"t","pid":1}'],
  ['a word that cannot be a text', '{"say":{"toString":null,"valueOf":null}}'],
  ['a kind that is no text', sayFinding({ kind: ['task-slow'] })],
  ['a column that is no number', sayFinding({ sites: { created: { ...site, column: { toString: null } } } })],
  ['a count that is no number', sayState({ dropped: { events: { toString: null } } })],
  ['a total that is no number', sayState({ sections: { flows: { ...section, total: '1' } } })],
  ['an item that is none', sayState({ sections: { flows: { ...section, items: [null] } } })],
  ['a number without end', sayState({}).replace('"total":1', '"total":1e999')],
  ['an event without time', '{"say":"event","event":{"seq":1,"kind":"log","target":"a","data":{}}}'],
  ['an event without data', '{"say":"event","event":{"seq":1,"at":1,"kind":"log","target":"a","data":null}}'],
];
for (const [what, text] of broken) {
  test(`${what} is refused`, () => {
    throws(() => readLine(text), { code: 'bad-message' });
  });
}
