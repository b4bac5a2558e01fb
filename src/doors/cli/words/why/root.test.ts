import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Finding, type FindingKind, findingKinds, type Severity } from '../../../../wire/protocol/index.ts';
import { chooseRoot } from './root.ts';
import { explains, tellingRoles } from './rules.ts';

function finding(kind: FindingKind, more: Partial<Finding> = {}): Finding {
  const flows = [{ id: 't.9', name: 'GET /buy' }];
  return {
    kind,
    severity: 'warning' satisfies Severity,
    message: '',
    count: 1,
    firstAt: 100,
    lastAt: 100,
    flows,
    sites: {},
    hint: '',
    target: 't',
    ...more,
  };
}
const main = new Set(['t.1']);
const site = (line: number) => ({ file: '/a.ts', line, column: 1, function: '', stack: [] });

for (const { cause, effects, link } of explains) {
  for (const effect of effects) {
    test(`${cause} explains ${effect} by ${link}`, () => {
      const [one, other] = [finding(cause), finding(effect, { severity: 'error' })];
      const chosen = chooseRoot([other, one], main);
      equal(chosen?.root, one);
      deepEqual(chosen?.explained, [{ finding: other, link }]);
      deepEqual(chosen?.others, []);
    });
  }
}

test('what has no flow and no place in common is not explained', () => {
  const cause = finding('lock-leaked');
  const effect = finding('task-slow', { flows: [{ id: 't.10', name: 'GET /pay' }], severity: 'error' });
  const chosen = chooseRoot([cause, effect], main);
  deepEqual([chosen?.root, chosen?.explained, chosen?.others], [effect, [], [cause]]);
});

test('the main flow alone links nothing; a place does', () => {
  const flows = [{ id: 't.1', name: 'main program' }];
  const [cause, effect] = [finding('lock-leaked', { flows }), finding('lock-held-long', { flows })];
  deepEqual(chooseRoot([cause, effect], main)?.explained, []);
  const [there, same] = [
    { ...cause, sites: { holds: site(4) } },
    { ...effect, sites: { waits: site(9), holds: site(4) } },
  ];
  deepEqual(chooseRoot([same, there], main)?.root, there);
});

test('a blocked loop explains what is late while it lasts and soon after, in its own thread', () => {
  const blocked = finding('loop-blocked', { firstAt: 1000, lastAt: 1500, flows: [] });
  const late = (firstAt: number, target = 't') => finding('task-slow', { firstAt, target });
  const roots = [late(999), late(2500), late(2501), late(1200, 'u')].map(
    one => chooseRoot([{ ...one, severity: 'error' }, blocked], main)?.root.kind,
  );
  deepEqual(roots, ['task-slow', 'loop-blocked', 'task-slow', 'task-slow']);
});

test('what comes from an effect comes from its root', () => {
  const chain = [finding('exit-while-pending'), finding('task-never-settled'), finding('lock-cycle')];
  const chosen = chooseRoot(chain, main);
  equal(chosen?.root.kind, 'lock-cycle');
  deepEqual(chosen?.explained.map(one => one.finding.kind).sort(), ['exit-while-pending', 'task-never-settled']);
});

test('of several that nothing explains: the worst, then what explains most, then the first', () => {
  const apart = (kind: FindingKind, more: Partial<Finding>) => finding(kind, { flows: [], ...more });
  const [note, late, early] = [
    apart('race-retention', { severity: 'note', firstAt: 1 }),
    apart('body-unconsumed', { firstAt: 3 }),
    apart('stream-left-locked', { firstAt: 2 }),
  ];
  equal(chooseRoot([note, late, early], main)?.root, early);
  const [cause, effect] = [finding('lock-held-long', { firstAt: 9 }), finding('task-slow')];
  equal(chooseRoot([note, late, early, effect, cause], main)?.root, cause);
  const worst = apart('sdk-no-end', { severity: 'error', firstAt: 99 });
  equal(chooseRoot([note, late, early, effect, cause, worst], main)?.root, worst);
});

test('no finding, no root', () => equal(chooseRoot([], main), undefined));

test('the rules name no cause twice and no kind as its own cause, in a ring neither', () => {
  equal(new Set(explains.map(({ cause }) => cause)).size, explains.length);
  const reach = (kind: FindingKind, seen = new Set<FindingKind>()): Set<FindingKind> => {
    for (const rule of explains.filter(({ cause }) => cause === kind)) {
      for (const effect of rule.effects) if (!seen.has(effect)) reach(effect, seen.add(effect));
    }
    return seen;
  };
  deepEqual(
    findingKinds.filter(kind => reach(kind).has(kind)),
    [],
  );
});

test('every role is somewhere in the order in which places tell', () => {
  equal(new Set(tellingRoles).size, tellingRoles.length);
  equal(tellingRoles.length, 17);
});
