import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import {
  findingKinds as allFindings,
  parseEventProbe,
  parseMatcher,
  parseProbe,
} from '../../src/wire/protocol/index.ts';
import { type EventDraft, emptyEvent, findingKinds, readEvent, sayEvent } from './event-draft.ts';
import {
  emptyMatcher,
  exampleOf,
  matcherForms,
  readMatchers,
  sayFlowsOf,
  sessionNameTrouble,
} from './matcher-draft.ts';
import { emptyDraft, readDraft, sayDraft, sayLimits, sayProbe } from './probe-draft.ts';

const place = { file: '/shop/shop.ts', line: 42 };

test('rows of a matcher are what the command line reads', () => {
  const rows = [
    { by: 'header', name: 'X-Debug', value: 'ann' },
    emptyMatcher,
    { by: 'method', name: '', value: 'post' },
    { by: 'path', name: '', value: '/buy/*' },
  ] as const;
  const words = ['header:X-Debug=ann', 'method:post', 'path:/buy/*'];
  deepEqual(readMatchers(rows), { match: words.map(one => parseMatcher('--match', one)) });
  deepEqual(readMatchers([emptyMatcher]), { match: [] });
  match(JSON.stringify(readMatchers([{ by: 'header', name: '', value: 'ann' }])), /Which header/);
  match(JSON.stringify(readMatchers([{ by: 'task', name: 'x', value: '' }])), /pattern of task is empty/);
});

test('the example of each matcher is one', () => {
  for (const [by, { nameExample = '', valueExample }] of Object.entries(matcherForms)) {
    const read = readMatchers([{ by: by as never, name: nameExample, value: valueExample }]);
    equal('match' in read && read.match.length, 1, by);
  }
});

test('whom a session means, and a request that is meant', () => {
  const both = [
    { by: 'header', name: 'x-debug', value: "ann's" },
    { by: 'path', glob: '/buy/*' },
  ] as const;
  equal(sayFlowsOf([]), 'flow');
  equal(sayFlowsOf(both), "flow with header x-debug: ann's and path /buy/*");
  equal(exampleOf(both), "curl -H 'x-debug: ann'\\''s' http://localhost:PORT/buy/1");
  equal(exampleOf([{ by: 'method', verb: 'GET;x' }]), "curl -X 'GET;x' http://localhost:PORT/");
  equal(exampleOf([{ by: 'task', glob: 'x' }]), undefined);
});

test('names of sessions are no ids', () => {
  deepEqual(
    ['ann', 'p1', 's12', '', 'a b', 'ann@home'].map(name => sessionNameTrouble(name) === undefined),
    [...[true, false, false, false, false, true]],
  );
});

test('a form gives what is asked of the hub', () => {
  const draft = { ...emptyDraft, condition: ' total > 3 ', holdFor: '30s', maxHits: '2', expires: '1.5m' };
  const read = readDraft(draft, place);
  deepEqual(read, {
    ask: {
      probes: [{ kind: 'hold', place, condition: 'total > 3' }],
      limits: { holdForMs: 30_000, maxHits: 2, expiresInMs: 90_000 },
    },
  });
  // A snap holds nobody, so for how long is not asked.
  deepEqual(readDraft({ ...draft, kind: 'snap', holdFor: 'x', expires: '', maxHits: '' }, place), {
    ask: { probes: [{ kind: 'snap', place, condition: 'total > 3' }], limits: {} },
  });
  deepEqual(readDraft({ ...emptyDraft, kind: 'log', text: 'is {total}', allowSideEffects: true }, place), {
    ask: { probes: [{ kind: 'log', place, text: 'is {total}' }], limits: { allowSideEffects: true } },
  });
});

test('what is wrong in a form is said at its field', () => {
  const fieldOf = (more: Partial<typeof emptyDraft>) => {
    const read = readDraft({ ...emptyDraft, ...more }, place);
    return 'error' in read ? read.field : 'none';
  };
  deepEqual(
    [
      fieldOf({ kind: 'log' }),
      fieldOf({ kind: 'log', text: '}{' }),
      fieldOf({ maxHits: '0' }),
      fieldOf({ everyHits: '1.5' }),
      fieldOf({ holdFor: '30' }),
      fieldOf({ expires: '99999h' }),
      fieldOf({}),
    ],
    ['text', 'text', 'maxHits', 'everyHits', 'holdFor', 'expires', 'none'],
  );
});

test('a probe in words is what the command line takes', () => {
  const spec = { kind: 'hold', place: { file: 'shop.ts', line: 42 }, condition: 'total > 3' } as const;
  const words = sayProbe(spec);
  equal(words, 'hold shop.ts:42 if total > 3');
  deepEqual(parseProbe('--hold', 'hold', words.slice(5)), spec);
  equal(sayProbe({ kind: 'snap', place: { on: 'throw', name: 'TypeError' } }), 'snap throw:TypeError');
});

test('a probe on an event is what the command line sets', () => {
  const asked = (more: Partial<EventDraft>) => readEvent({ ...emptyEvent, ...more }).probes[0]!;
  const drafts: readonly [Partial<EventDraft>, string][] = [
    [{}, 'snap@uncaught'],
    [
      { name: ' TypeError ', kind: 'stop', condition: ' error.code === 1 ' },
      'stop@uncaught:TypeError if error.code === 1',
    ],
    [{ on: 'throw' }, 'throw'],
    // What was typed for another event is not meant.
    [{ on: 'abort', name: 'TypeError', kind: 'hold' }, 'hold@abort'],
    [{ on: 'scope-cancel' }, 'scope-cancel'],
    [{ on: 'finding', finding: 'lock-cycle' }, 'finding:lock-cycle'],
  ];
  for (const [draft, words] of drafts) {
    const probe = asked(draft);
    deepEqual(probe, parseEventProbe('--on', words));
    equal(sayProbe(probe).replace(' ', '@'), words.includes('@') ? words : `snap@${words}`);
  }
  deepEqual(findingKinds, allFindings);
  equal(
    sayEvent({ ...emptyEvent, on: 'throw', name: 'RangeError', kind: 'hold', condition: 'a' }, []),
    'In each flow, when an error is thrown (RangeError), if a: it is held at its next statement that can wait.',
  );
});

test('what will happen, and its limits', () => {
  equal(
    sayDraft({ ...emptyDraft, condition: 'a' }, place, []),
    'Each flow that comes to line 42 while a waits there; all others run on.',
  );
  deepEqual(sayLimits({ everyHits: 3, holdForMs: 30_000, expiresAt: 5_000 }, 1_000), [
    'every 3. time',
    'lets go after 30 s',
    'goes in 4 s',
  ]);
});
