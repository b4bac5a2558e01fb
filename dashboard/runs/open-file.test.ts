import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { event, FakePage, finding, target } from '../model/fake-page.ts';
import { openFile } from './open-file.ts';

const none = { total: 0, live: 0, items: [], dropped: 0 };

function report(more: object = {}) {
  return {
    version: 1,
    targets: [target('a', { ended: 90 })],
    started: 10,
    ended: 100,
    flows: {
      ...none,
      total: 2,
      items: [{ id: 'a.1', name: 'buy', kind: 'request', state: 'done', started: 20, ended: 30 }],
    },
    system: { a: { process: { rssBytes: 7 } } },
    findings: [finding({ count: 3 })],
    dropped: {},
    ...more,
  };
}

function file(text: string, name = 'shop.json'): File {
  return new File([text], name);
}

const lines = [
  event('target-started', { seq: 0, at: 5, data: { ...target('a'), argv: ['node', 'shop.mjs'] } }),
  event('flow-started', { seq: 1, at: 6, flow: 'a.1', data: { name: 'buy', kind: 'request' } }),
  event('finding', { seq: 2, at: 7, data: { ...finding({ message: 'slow' }), key: 'k' } }),
  event('flow-ended', { seq: 3, at: 9, flow: 'a.1', data: { outcome: 'done' } }),
  event('log', { seq: 4, at: 9, flow: 'a.1', session: 's1', data: {} }),
].map(one => JSON.stringify(one));

test('a report is shown as it is', async () => {
  const model = await openFile(file(JSON.stringify(report(), null, 2)), new FakePage());
  deepEqual([model.past!.id, model.past!.title, model.line.value], ['file:shop.json', 'shop.json', 'past']);
  deepEqual([model.findings.value[0]!.count, model.flows.find('a.1')!.end, model.past!.run.pid], [3, 30, 7]);
  match(model.past!.missing.join(' '), /Of its 2 flows 1/);
  const onOneLine = await openFile(file(JSON.stringify(report())), new FakePage());
  equal(onOneLine.findings.value.length, 1);
  const taken = new Map([[model.past!.id, model]]);
  const other = await openFile(file(JSON.stringify(report())), new FakePage(), taken);
  deepEqual([other.past!.id, other.past!.title], ['file:shop.json (2)', 'shop.json (2)']);
});

test('the course of its figures is shown, and refused where it is none', async () => {
  const courses = { a: { everyMs: 0, at: [20, 30], delayMaxMs: [1, 2], activeMs: [1, 2], idleMs: [1, 2] } };
  const model = await openFile(file(JSON.stringify(report({ courses }))), new FakePage());
  deepEqual(
    model.system.series('a')!.samples.map(({ delayMaxMs }) => delayMaxMs),
    [1, 2],
  );
  const wrong = file(JSON.stringify(report({ courses: { a: { everyMs: 0, at: 3 } } })));
  await rejects(openFile(wrong, new FakePage()), /courses\.a\.at should be a list/);
});

test('events are shown, lines that are none are counted, and pages are given as a store gives them', async () => {
  const text = [...lines.slice(0, 3), 'nonsense', '', '{"seq":"x"}', ...lines.slice(3)].join('\n');
  const model = await openFile(file(text, 'shop.ndjson'), new FakePage());
  deepEqual(
    [model.flows.find('a.1')!.end, model.findings.value[0]!.finding.message, model.past!.run.words],
    [9, 'slow', ['shop.mjs']],
  );
  match(model.past!.missing.join(' '), /2 lines of it are no event. Line 4/);
  const page = await model.ask('events', { kinds: ['flow-started', 'flow-ended'], limit: 1 });
  deepEqual([page.events.map(one => one.event.kind), page.more], [['flow-started'], true]);
  const rest = await model.ask('events', { kinds: ['flow-started', 'flow-ended'], after: page.cursor });
  deepEqual([rest.events.map(one => one.event.kind), rest.more], [['flow-ended'], false]);
  equal((await model.ask('events', { flow: 'a.1', since: 9 })).events.length, 2);
});

test('nonsense gives a message that names it', async () => {
  const bad: [string, RegExp][] = [
    ['', /shop.json is empty/],
    ['hello', /neither a report nor lines of events/],
    ['[1, 2]', /version|should be an object/],
    ['null', /The report should be an object and is null/],
    ['{"a":1}\n{"b":2}', /no line of it is an event. Line 1: seq should be a number and is missing/],
    ['{"version":1,"targets":5}', /targets should be a list and is 5/],
    [JSON.stringify(report({ version: 2 })), /version 2; this page reads version 1/],
    [JSON.stringify(report({ targets: {} })), /targets should be a list/],
    [
      JSON.stringify(report({ findings: [{ ...finding(), sites: { created: {} } }] })),
      /findings\[0\].sites.created.file/,
    ],
    [JSON.stringify(report({ findings: [{ ...finding(), severity: 'awful' }] })), /severity should be one of/],
    [JSON.stringify(report({ locks: { ...none, items: [1] } })), /locks.items\[0\] should be an object and is 1/],
    [JSON.stringify(report({ started: null })), /started should be a number and is null/],
  ];
  for (const [text, said] of bad) await rejects(openFile(file(text), new FakePage()), said, text);
});

test('any cut of a good file is shown or refused, and nothing else', async () => {
  const text = JSON.stringify(report(), null, 1);
  for (let at = 1; at < text.length; at += 7) {
    const error = await openFile(file(text.slice(0, at)), new FakePage()).then(
      () => undefined,
      (error: Error) => error,
    );
    ok(error?.message.startsWith('shop.json cannot be shown: '), String(error));
  }
});

test('an event of any shape harms nobody', async () => {
  const odd = [
    event('flow-started', { flow: 'no point', data: { name: 7, kind: null, parent: {} } as never }),
    event('flow-ended', { flow: '', data: {} }),
    event('target-started', { data: { argv: 5, __proto__: { bad: 1 } } as never }),
    event('finding', { data: { sites: 7 } as never }),
    event('finding', { data: { kind: 'x', count: 'many', sites: { a: null } } as never }),
    event('target-ended', { data: { end: 'sudden' } as never }),
    event('system', { data: { figures: { process: 'none' } } as never }),
  ];
  const model = await openFile(file(odd.map(one => JSON.stringify(one)).join('\n')), new FakePage());
  ok(model.allTargets.value.map(({ id }) => model.targetTitle(id)).every(title => typeof title === 'string'));
  deepEqual(model.findings.value, []);
});
