import { deepEqual, doesNotThrow, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { RunPlace } from '../wire/protocol/index.ts';
import { keysWithoutEffect, mustObserveOnly } from './hub-rules.ts';

test('keys that say something else than the hub’s do are named; what was not said is not', () => {
  const ofHub = { maxSessions: 5, letGoAfterMs: 500, defaults: { maxHits: 3 }, timeoutMs: 9 };
  deepEqual(keysWithoutEffect({ maxSessions: 5, letGoAfterMs: 500, defaults: { maxHits: 3 } }, ofHub), []);
  const own = { maxSessions: 6, maxProbesEach: 1, maxProbes: 1, timeoutMs: 1, letGoAfterMs: 1, defaults: {} };
  deepEqual(keysWithoutEffect({ ...own, whenRefused: ['skip'] }, ofHub), [
    ...['sessions.max', 'sessions.maxProbes', 'sessions.maxProbesInAll', 'sessions.timeout', 'limits.letGoAfter'],
    ...['probeDefaults', 'probeDefaults.whenRefused'],
  ]);
});

test('a run that may only be observed is not given to a hub that lets it be changed', () => {
  const place = (observeOnly: boolean) => ({ plan: { observeOnly } }) as RunPlace;
  throws(() => mustObserveOnly({ observeOnly: true }, place(false)), { code: 'refused' });
  doesNotThrow(() => mustObserveOnly({ observeOnly: true }, place(true)));
  doesNotThrow(() => mustObserveOnly({ observeOnly: false }, place(true)));
});
