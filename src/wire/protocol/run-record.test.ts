import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from './event.ts';
import type { Finding } from './finding.ts';
import type { TargetInfo, TargetState } from './report.ts';
import { maxReportItems } from './report-sum.ts';
import { RunRecord } from './run-record.ts';

function info(id: string, more: Partial<TargetInfo> = {}): TargetInfo {
  const base = {
    id,
    kind: 'process',
    pid: 1,
    thread: 0,
    node: '26',
    argv: [],
    started: 10,
    isolation: true,
    notes: [],
  } as const;
  return { ...base, ...more };
}

function finding(more: Partial<Finding> = {}): Finding {
  const site = { file: '/a.ts', line: 1, column: 1, function: 'f', stack: [] };
  return {
    kind: 'task-slow',
    severity: 'warning',
    message: 'slow',
    count: 1,
    firstAt: 5,
    lastAt: 5,
    flows: [],
    sites: { created: site },
    hint: 'h',
    ...more,
  };
}

function state(more: Partial<TargetState> = {}): TargetState {
  return { sections: {}, system: {}, findings: [], dropped: {}, ...more };
}

function flows(count: number, live: number) {
  const items = Array.from({ length: count }, (_, at) => ({ id: at }));
  return { total: count, live, items, dropped: 0, summary: { task: count } };
}

test('targets are added up: totals, summaries and drops are sums, items and findings name their target', () => {
  const record = new RunRecord(0);
  for (const id of ['a', 'b']) {
    record.take({ say: 'target', target: info(id) });
    record.take({
      say: 'state',
      target: id,
      at: 1,
      state: state({ sections: { flows: flows(3, 1) }, dropped: { x: 2 }, system: { cpu: id } }),
    });
    record.take({ say: 'finding', target: id, key: 'k', finding: finding() });
  }
  const report = record.report(99);
  equal(report.ended, 99);
  equal(report.flows.total, 6);
  equal(report.flows.live, 2);
  deepEqual(
    report.flows.items.map(({ id, target }) => `${target}${id}`),
    ['a0', 'b0', 'a1', 'a2', 'b1', 'b2'],
  );
  deepEqual(report.flows.summary, { task: 6 });
  deepEqual(report.dropped, { x: 4 });
  deepEqual(report.system, { a: { cpu: 'a' }, b: { cpu: 'b' } });
  deepEqual(
    report.findings.map(({ target }) => target),
    ['a', 'b'],
  );
  deepEqual(report.locks, { total: 0, live: 0, items: [], dropped: 0 });
});

test('the last state counts, and a target that ended keeps what it said', () => {
  const record = new RunRecord(0);
  record.take({ say: 'target', target: info('a') });
  record.take({ say: 'state', target: 'a', at: 1, state: state({ sections: { tasks: flows(1, 0) } }) });
  record.take({ say: 'state', target: 'a', at: 2, state: state({ sections: { tasks: flows(2, 0) } }) });
  record.take({ say: 'end', target: 'a', at: 20, info: info('a', { end: { how: 'exit', code: 0 }, ended: 20 }) });
  equal(record.report(30).tasks.total, 2);
  deepEqual(record.report(30).targets[0]?.end, { how: 'exit', code: 0 });
});

test('a group replaces what was said of it before, in lines and in the state, and is counted once', () => {
  const record = new RunRecord(0);
  record.take({ say: 'target', target: info('a') });
  record.take({ say: 'finding', target: 'a', key: 'k', finding: finding({ count: 1 }) });
  record.take({ say: 'finding', target: 'a', key: 'k', finding: finding({ count: 7 }) });
  record.take({ say: 'state', target: 'a', at: 1, state: state({ findings: [finding({ count: 5 })] }) });
  deepEqual(
    record.findings.map(({ count }) => count),
    [7],
  );
});

test('findings are sorted by severity, then by when they were first seen', () => {
  const record = new RunRecord(0);
  record.take({ say: 'target', target: info('a') });
  const wanted = ['error 1', 'error 9', 'warning 2', 'note 0', 'potential 0'];
  for (const word of [...wanted].reverse()) {
    const [severity, at] = word.split(' ') as [Finding['severity'], string];
    const site = { file: `/${word}.ts`, line: 1, column: 1, function: '', stack: [] };
    record.take({
      say: 'finding',
      target: 'a',
      key: word,
      finding: finding({ severity, firstAt: Number(at), sites: { created: site } }),
    });
  }
  deepEqual(
    record.findings.map(({ severity, firstAt }) => `${severity} ${firstAt}`),
    wanted,
  );
});

test('a finding is told the first time at its sites, whichever target saw it', () => {
  const told: string[] = [];
  const record = new RunRecord(0, { onFinding: (one, target) => told.push(`${one.kind} ${target?.id}`) });
  for (const id of ['a', 'b']) {
    record.take({ say: 'target', target: info(id) });
    record.take({ say: 'finding', target: id, key: 'k', finding: finding() });
    record.take({ say: 'finding', target: id, key: 'k', finding: finding({ count: 2 }) });
  }
  deepEqual(told, ['task-slow a']);
});

test('events come through in order, between the start and the end that the record makes', () => {
  const events: EddyEvent[] = [];
  const record = new RunRecord(0, { onEvent: event => events.push(event) });
  record.take({ say: 'target', target: info('a') });
  record.take({ say: 'event', event: { seq: 4, at: 11, kind: 'flow-started', target: 'a', data: {} } });
  record.take({ say: 'end', target: 'a', at: 12, info: info('a', { end: { how: 'exit', code: 3 } }) });
  deepEqual(
    events.map(({ seq, kind, at }) => [seq, kind, at]),
    [
      [0, 'target-started', 10],
      [4, 'flow-started', 11],
      [5, 'target-ended', 12],
    ],
  );
  deepEqual(events[2]?.data.end, { how: 'exit', code: 3 });
});

test('a connection that goes without an end: a child is lost, the root is as its parent saw it', () => {
  const record = new RunRecord(0);
  record.rootStarted(100);
  record.take({ say: 'target', target: info('root', { pid: 100 }) });
  record.take({ say: 'target', target: info('worker', { pid: 100, kind: 'worker', thread: 1, started: 11 }) });
  record.take({ say: 'target', target: info('child', { pid: 101, started: 12 }) });
  record.lost(['root', 'worker', 'child'], 50);
  record.rootEnded({ how: 'signal', signal: 'SIGKILL' }, 51);
  deepEqual(
    record.report(60).targets.map(({ id, end, ended }) => [id, end, ended]),
    [
      ['root', { how: 'signal', signal: 'SIGKILL' }, 51],
      ['worker', { how: 'lost' }, 50],
      ['child', { how: 'lost' }, 50],
    ],
  );
});

test('what the root says of its end gives way to what its parent saw', () => {
  const record = new RunRecord(0);
  record.rootStarted(100);
  record.take({ say: 'target', target: info('root', { pid: 100 }) });
  record.take({ say: 'end', target: 'root', at: 20, info: info('root', { pid: 100, end: { how: 'exit', code: 0 } }) });
  record.rootEnded({ how: 'exit', code: 5 }, 21);
  deepEqual(record.report(30).targets[0]?.end, { how: 'exit', code: 5 });
});

test('a root that never said a word is there with its end; one that spoke is there once', () => {
  const silent = info('silent', { pid: 100, notes: ['It said nothing.'] });
  for (const speaks of [false, true]) {
    const record = new RunRecord(0);
    record.rootStarted(100, silent);
    if (speaks) record.take({ say: 'target', target: info('root', { pid: 100 }) });
    record.rootEnded({ how: 'signal', signal: 'SIGKILL' }, 21);
    const { targets } = record.report(30);
    deepEqual(
      targets.map(({ id, end }) => [id, end]),
      [[speaks ? 'root' : 'silent', { how: 'signal', signal: 'SIGKILL' }]],
    );
  }
});

test('a process that is still there when the report is made has no end', () => {
  const record = new RunRecord(0);
  record.take({ say: 'target', target: info('daemon') });
  equal(record.report(5).targets[0]?.end, undefined);
});

test('five thousand targets make a bounded report that says what is missing', () => {
  const record = new RunRecord(0);
  for (let at = 0; at < 5000; at++) {
    const id = `t${at}`;
    record.take({ say: 'target', target: info(id) });
    record.take({ say: 'state', target: id, at, state: state({ sections: { flows: flows(2, 1) } }) });
    record.take({ say: 'finding', target: id, key: 'k', finding: finding() });
    record.lost([id], at);
  }
  const report = record.report(1);
  equal(report.flows.total, 10_000);
  equal(report.flows.items.length, maxReportItems);
  equal(report.flows.dropped, 10_000 - maxReportItems);
  equal(report.findings.length, maxReportItems);
  equal(report.targets.length, maxReportItems);
  deepEqual(report.dropped, { findings: 4000, targets: 4000, system: 4000 });
});

test('events that are missing are in the report, beside those that a target let go and counts itself', () => {
  const record = new RunRecord(0);
  const event = (target: string, seq: number, more: object = {}) =>
    record.take({ say: 'event', event: { seq, at: 11, kind: 'log', target, data: {}, ...more } });
  for (const id of ['a', 'b']) record.take({ say: 'target', target: info(id) });
  for (const seq of [1, 4]) event('a', seq);
  event('a', 9, { letGo: 3 });
  equal(record.report(20).dropped['events lost on their way'], 3);
  // An older peer says no more than how many lines it let go.
  event('b', 5);
  record.take({
    say: 'state',
    target: 'b',
    at: 1,
    state: state({ dropped: { 'event lines': 1, 'lines while the hub was away': 3 } }),
  });
  record.take({
    say: 'state',
    target: 'a',
    at: 1,
    state: state({ said: { seq: 10, letGo: 3 }, dropped: { 'event lines': 3 } }),
  });
  record.take({ say: 'end', target: 'a', at: 20, info: info('a', { end: { how: 'exit', code: 0 } }) });
  deepEqual(record.report(30).dropped, {
    'event lines': 4,
    'lines while the hub was away': 3,
    'events lost on their way': 4,
  });
});

test('of a run that went on before, what was lost then is in the report, and what was heard then is not missing', () => {
  const record = new RunRecord(0, {}, { unheard: 5 });
  record.take({ say: 'target', target: info('a') });
  deepEqual([record.knows('a'), record.knows('b'), record.isRunning('a')], [true, false, true]);
  record.take({ say: 'event', event: { seq: 40, at: 11, kind: 'log', target: 'a', data: {} } });
  equal(record.unheard, 5);
  record.heardBefore({ seq: 37, at: 11, kind: 'log', target: 'a', data: {} });
  equal(record.unheard, 7);
});

test('a finding that was told of is told again when it was seen more often, elsewhere, or taken back', () => {
  const told: unknown[] = [];
  const record = new RunRecord(0, {
    onFinding: ({ target, count }) => void told.push(['first', target, count]),
    onFindingAgain: ({ target, count }) => void told.push(['again', target, count]),
  });
  for (const id of ['a', 'b']) record.take({ say: 'target', target: info(id) });
  const say = (target: string, count: number) =>
    record.take({ say: 'finding', target, key: 'k', finding: finding({ count }) });
  say('a', 1);
  say('a', 2);
  say('a', 2);
  say('b', 1);
  say('a', 0);
  deepEqual(told, [
    ['first', 'a', 1],
    ['again', 'a', 2],
    ['again', 'b', 1],
    ['again', 'a', 0],
  ]);
});

test('figures have a course over the run, of those that ended too, and tasks stand with them', () => {
  const record = new RunRecord(0);
  const say = (target: string, at: number, rssBytes: number, live: number) => {
    const tasks = { total: 9, live, items: [], dropped: 0 };
    const said = state({ system: { process: { rssBytes } }, sections: { tasks } });
    record.take({ say: 'state', target, at, state: said });
  };
  for (const id of ['a', 'b', 'c']) record.take({ say: 'target', target: info(id) });
  equal(record.report(1).courses, undefined);
  for (const [at, rssBytes, live] of [
    [1, 10, 3],
    [2, 20, 2],
  ] as const)
    say('a', at, rssBytes, live);
  say('b', 1, 5, 1);
  record.take({ say: 'end', target: 'a', at: 3, info: info('a', { ended: 3, end: { how: 'exit', code: 0 } }) });
  say('a', 4, 99, 0);
  const { courses, system } = record.report(9);
  deepEqual(courses, { a: { everyMs: 0, at: [1, 2], rssBytes: [10, 20], tasks: [3, 2] } });
  deepEqual(system.a, { process: { rssBytes: 20 }, tasks: { live: 2, total: 9 } });
});
