import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { watchGenerators } from '../generators/index.ts';
import { CancelScopeTracker } from './index.ts';

test('where generators are watched, the crossed generator is the one finding', async t => {
  t.after(watchGenerators(runtime()));
  const tracker = new CancelScopeTracker();
  async function* stream() {
    const id = tracker.enterScope('stream');
    try {
      yield 1;
      yield 2;
    } finally {
      tracker.exitScope(id);
    }
  }
  const left = await flow('owner', async () => {
    const made = stream();
    await made.next();
    return made;
  });
  await flow('other', () => left.return());
  equal(tracker.checkCrossTaskViolations().length, 1);
  const kinds = runtime()
    .findings.list()
    .map(one => one.kind);
  deepEqual(kinds, ['generator-crossed']);
});
