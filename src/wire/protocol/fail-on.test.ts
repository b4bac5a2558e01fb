import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { failOnBreaches, parseFailOn } from './fail-on.ts';
import type { Finding, FindingKind } from './finding.ts';

function seen(kind: FindingKind, count: number): Finding {
  return { kind, count, severity: 'error', message: '', firstAt: 0, lastAt: 0, flows: [], sites: {}, hint: '' };
}

test('kinds with and without a count, and any', () => {
  deepEqual(parseFailOn('scope-crossed:0, lock-cycle,any:12'), [
    { kind: 'scope-crossed', allowed: 0 },
    { kind: 'lock-cycle', allowed: 0 },
    { kind: 'any', allowed: 12 },
  ]);
});

test('an unknown kind is an error that names the nearest and where all are listed', () => {
  throws(() => parseFailOn('scope-crosed:1'), {
    code: 'bad-option',
    message: /"scope-crosed".*scope-crossed.*eddy help findings/s,
  });
});

test('empty parts and counts that are none are refused', () => {
  for (const text of ['', ',', 'any,', 'any:', 'any:-1', 'any:x', 'any:1:2', ':3']) {
    throws(() => parseFailOn(text), { code: 'bad-option' }, text);
  }
});

test('a rule is broken by one instance more than it allows, over all sites', () => {
  const findings = [seen('task-slow', 2), seen('task-slow', 1), seen('lock-cycle', 1)];
  deepEqual(failOnBreaches(parseFailOn('task-slow:3'), findings), []);
  deepEqual(failOnBreaches(parseFailOn('task-slow:2'), findings), [{ kind: 'task-slow', allowed: 2, seen: 3 }]);
  deepEqual(failOnBreaches(parseFailOn('any:3,scope-leaked'), findings), [{ kind: 'any', allowed: 3, seen: 4 }]);
});
