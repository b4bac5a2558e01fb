import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { byId } from './compare.ts';

test('flows of one target stand by their number', () => {
  const ids = ['b.10', 'a.2', 'a.10', 'b.9', 'a.1'];
  const rows = ids.map(id => ({ id, target: id.split('.')[0]! }));
  deepEqual(
    rows.sort(byId).map(({ id }) => id),
    ['a.1', 'a.2', 'a.10', 'b.9', 'b.10'],
  );
});
