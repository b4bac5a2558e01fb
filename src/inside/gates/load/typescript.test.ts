import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { tryStripTypes } from './typescript.ts';

test('types are taken away and positions kept; what Node refuses is left to it', () => {
  equal(tryStripTypes('let a: number = 1', '/app/a.ts'), 'let a         = 1');
  equal(tryStripTypes('enum A { B }', '/app/a.ts'), undefined);
  // Of a package Node takes no types away: with `--include` we see its files, too.
  equal(tryStripTypes('let a: number = 1', '/app/node_modules/b/a.ts'), undefined);
});
