import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, SiteRole } from '../../src/wire/protocol/index.ts';
import { groupFindings } from '../model/index.ts';
import { findingJson, findingText, offLines } from './copy-text.ts';
import { byKind, filtered, isAsked, readFilter } from './filter.ts';
import { Mutes } from './mutes.ts';
import { roleSites } from './roles.ts';

function site(line: number, flow?: string) {
  const stack = [`buy (/shop/shop.ts:${line}:1)`];
  return { file: '/shop/shop.ts', line, column: 1, function: 'buy', stack, ...(flow === undefined ? {} : { flow }) };
}

function finding(more: Partial<Finding> = {}): Finding {
  const base = { severity: 'warning', message: 'it is slow', count: 1, firstAt: 5, lastAt: 9, flows: [] } as const;
  return { kind: 'task-slow', ...base, sites: { created: site(3) }, hint: 'look', ...more };
}

const crossed = finding({
  kind: 'scope-crossed',
  severity: 'error',
  message: 'Scope "pool" was crossed',
  flows: [{ id: 'a.2', name: 'GET /buy' }],
  sites: { exited: site(9, 'a.3'), entered: site(4, 'a.2') },
});

test('kinds stand with the worst first, and count what they have', () => {
  const other = finding({ sites: { created: site(8) }, count: 4 });
  const kinds = byKind(groupFindings([finding(), other, crossed]));
  deepEqual(
    kinds.map(({ kind, severity, count, groups }) => [kind, severity, count, groups.length]),
    [
      ['scope-crossed', 'error', 1, 1],
      ['task-slow', 'warning', 5, 2],
    ],
  );
});

test('a filter looks at kind, severity, and every word in whatever is shown', () => {
  const groups = groupFindings([finding(), crossed]);
  const kindsOf = (query: string) => filtered(groups, readFilter(new URLSearchParams(query))).map(({ kind }) => kind);
  deepEqual(kindsOf(''), ['scope-crossed', 'task-slow']);
  deepEqual(kindsOf('severity=warning'), ['task-slow']);
  deepEqual(kindsOf('kind=scope-crossed'), ['scope-crossed']);
  deepEqual(kindsOf('text=get%20POOL'), ['scope-crossed']);
  deepEqual(kindsOf('text=shop.ts:3'), ['task-slow']);
  deepEqual(kindsOf('text=pool%20slow'), []);
  equal(isAsked(readFilter(new URLSearchParams('text=%20'))), false);
});

test('who did what stands in the order in which it was done, with the flow’s name', () => {
  deepEqual(
    roleSites(crossed).map(({ role, flowName }) => [role, flowName]),
    [
      ['entered', 'GET /buy'],
      ['exited', undefined],
    ],
  );
  const ring = finding({
    kind: 'lock-cycle',
    sites: { second: site(4), first: site(3), waits: site(2), holds: site(1) },
  });
  deepEqual(
    roleSites(ring).map(({ role }) => role),
    ['holds', 'waits', 'first', 'second'] satisfies SiteRole[],
  );
});

test('as text it has both stacks, and as JSON the sums', () => {
  const [group] = groupFindings([crossed, { ...crossed, target: 'b', count: 2, lastAt: 20 }]);
  const text = findingText(group!);
  match(text, /^scope-crossed \(error\), 3 times\nScope "pool" was crossed\n/);
  match(text, /Entered here: buy \/shop\/shop\.ts:4:1 in flow "GET \/buy" a\.2\n {4}at buy/);
  match(text, /Exited here: .* in flow a\.3\n(?:.*\n)*To do: look\n$/);
  const { count, lastAt } = JSON.parse(findingJson(group!));
  deepEqual([count, lastAt], [3, 20]);
  equal(offLines('task-slow'), 'findings:\n  off: [task-slow]');
});

test('a mute is kept with its reason until it is taken back', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  new Mutes(storage).mute('k', 'known: #12', 7);
  deepEqual(new Mutes(storage).of('k'), { reason: 'known: #12', at: 7 });
  new Mutes(storage).unmute('k');
  equal(new Mutes(storage).of('k'), undefined);
});

test('a browser that keeps nothing, or something else, mutes until the page is left', () => {
  const broken = {
    getItem: () => '{"no":1}',
    setItem: () => {
      throw new Error('full');
    },
  };
  const mutes = new Mutes(broken);
  mutes.mute('k', 'x', 1);
  deepEqual([mutes.of('k')?.reason, mutes.isKept], ['x', false]);
});
