import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type FindingKindRecord, runtime } from './index.ts';

const record = (kind: 'scope-crossed' | 'lock-leaked'): FindingKindRecord<number> => ({
  kind,
  severity: 'error',
  seenWhen: '',
  hint: '',
  roles: ['entered'],
  check: line => ({
    message: `line ${line}`,
    sites: { entered: { file: '/a.js', line, column: 1, function: 'f', stack: [] } },
    flows: [],
  }),
});

test('a storm of one kind at ever new places takes no room from another, and is counted whole', () => {
  const { findings } = runtime();
  const crossed = record('scope-crossed');
  for (let line = 1; line <= 600; line++) findings.look(crossed, line);
  findings.look(crossed, 1);
  findings.look(record('lock-leaked'), 7);
  const list = findings.list();
  const counts = (kind: string) => list.filter(one => one.kind === kind).map(one => one.count);
  equal(
    counts('scope-crossed').reduce((sum, one) => sum + one, 0),
    601,
  );
  equal(counts('scope-crossed').length, 201);
  deepEqual(counts('lock-leaked'), [1]);
  equal(list.find(one => one.message === 'line 1')?.count, 2);
});
