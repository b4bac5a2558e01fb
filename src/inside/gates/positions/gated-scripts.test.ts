import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { GatedScripts } from './index.ts';

const file = { inserts: [2, 3, 12], text: () => 'one\r\ntwo/*¦*/xx/*¦*/ more\u2028three' };
const scripts = new GatedScripts(path => (path === '/a b.mjs' ? file : undefined));

test('a script is found by its path, and by its URL with a query', () => {
  equal(scripts.tryFind('/a b.mjs'), file);
  equal(scripts.tryFind('file:///a%20b.mjs?v=1#x'), file);
  for (const other of ['/a', 'node:fs', 'evalmachine.<anonymous>', 'file:///%', '', undefined, null])
    equal(scripts.tryFind(other), undefined);
});

test('its lines are those of the original', () => {
  equal(scripts.lineOf('/a b.mjs', 1), 'one');
  equal(scripts.lineOf('/a b.mjs', 2), 'two more');
  equal(scripts.lineOf('/a b.mjs', 3), 'three');
  equal(scripts.lineOf('/a b.mjs', 4), undefined);
  equal(scripts.columnsOf('/a b.mjs')?.original(2, 16), 4);
});

test('a text that was loaded again by another query is told apart', () => {
  const again = { inserts: [], text: () => 'again' };
  const scripts = new GatedScripts(name =>
    name === 'file:///a.mjs?again' ? again : name === '/a.mjs' ? file : undefined,
  );
  equal(scripts.tryFind('file:///a.mjs?again'), again);
  equal(scripts.tryFind('file:///a.mjs?other'), file);
  equal(scripts.tryFind('file:///a.mjs'), file);
});
