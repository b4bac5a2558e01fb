import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { ActivationLine, FlowActivity } from '../../src/wire/protocol/index.ts';
import { activity, FakePage, flow } from './fake-page.ts';
import { FlowSamples } from './flow-samples.ts';

function line(more: Partial<ActivationLine>): ActivationLine {
  const base = { id: 1, function: 'pay', file: '/shop/pay.ts', line: 9, column: 1, async: true } as const;
  return { ...base, state: 'waiting', ...more } as ActivationLine;
}

function waits(id: string, forMs: number, at = 9): FlowActivity {
  return flow(id, { state: 'waiting', activations: [line({ forMs, line: at })] });
}

test('it looks at what is watched, four times a second at most, and not while nobody looks', async () => {
  const page = new FakePage({ flows: () => ({ at: 0, targets: [] }) });
  const samples = new FlowSamples(page, () => true);
  await page.pass(5_000);
  equal(page.asked.length, 0);
  samples.watch(['a.1'], 'river');
  samples.watch(['a.1', 'a.2'], 'flow');
  await page.pass(10_000);
  ok(page.asked.length >= 35 && page.asked.length <= 41, String(page.asked.length));
  deepEqual(page.asked[0], ['flows', { flows: ['a.1', 'a.2'], leavesOnly: true }]);
  page.hidden = true;
  await page.pass(1_000);
  const before = page.asked.length;
  await page.pass(10_000);
  equal(page.asked.length, before);
  page.hidden = false;
  samples.again();
  await page.pass(1_000);
  ok(page.asked.length > before);
  samples.watch([], 'river');
  samples.watch([], 'flow');
  await page.pass(1_000);
  const last = page.asked.length;
  await page.pass(10_000);
  equal(page.asked.length, last);
});

test('the longer an answer takes the rarer it asks', async () => {
  const page = new FakePage({ flows: () => ({ at: 0, targets: [] }) });
  const samples = new FlowSamples(page, () => true);
  page.answerMs = 500;
  samples.watch(['a.1'], 'river');
  await page.pass(25_000);
  ok(page.asked.length >= 8 && page.asked.length <= 11, String(page.asked.length));
});

test('one wait is one stretch, a later one at the same line another', async () => {
  let now = activity([]);
  const page = new FakePage({ flows: () => ({ at: 0, targets: [{ target: 'a', activity: now }] }) });
  const samples = new FlowSamples(page, () => true);
  samples.watch(['a.1'], 'river');
  const look = async (at: number, ...flows: FlowActivity[]) => {
    now = activity(flows, { at });
    await page.pass(250);
  };
  await look(10_000, waits('a.1', 300));
  await look(10_250, waits('a.1', 550));
  await look(10_500, waits('a.1', 20));
  await look(10_750, flow('a.1', { state: 'running', activations: [line({ state: 'running' })] }));
  await look(11_000, flow('a.1', { state: 'idle' }));
  await look(11_250, flow('a.1', { state: 'idle' }));
  deepEqual(
    samples.stretches('a.1').map(({ state, from, to, line }) => [state, from, to, line]),
    [
      ['waiting', 9_700, 10_250, 9],
      ['waiting', 10_480, 10_500, 9],
      ['running', 10_750, 10_750, 9],
      ['idle', 11_000, 11_250, undefined],
    ],
  );
  equal(samples.last('a.1')!.state, 'idle');
});

test('of several functions the one that says most is told; targets without an answer are named', async () => {
  const held = flow('a.1', {
    state: 'held',
    activations: [line({ id: 1, forMs: 9_000, line: 2 }), line({ id: 2, state: 'held', forMs: 5, line: 4 })],
  });
  const targets = [{ target: 'a', activity: activity([held]) }, { target: 'b' }];
  const page = new FakePage({ flows: () => ({ at: 0, targets }) });
  const samples = new FlowSamples(page, () => true);
  samples.watch(['a.1', 'b.1'], 'river');
  await page.pass(10);
  deepEqual([samples.last('a.1')!.line, samples.last('b.1'), samples.silent.value], [4, undefined, ['b']]);
});

test('what is kept is bounded', async () => {
  let from = 0;
  const page = new FakePage({
    flows: () => {
      const flows = Array.from({ length: 1_000 }, (_, at) => flow(`a.${from + at}`));
      from += 1_000;
      return { at: 0, targets: [{ target: 'a', activity: activity(flows) }] };
    },
  });
  const samples = new FlowSamples(page, () => true);
  samples.watch(['a.1'], 'river');
  await page.pass(5_000);
  ok(from > 12_000);
  deepEqual([samples.last('a.0'), samples.last(`a.${from - 1}`)?.state], [undefined, 'idle']);
});

test('what was seen is bounded in all: the flows that were looked at longest ago go first', async () => {
  let now = activity([]);
  const page = new FakePage({ flows: () => ({ at: 0, targets: [{ target: 'a', activity: now }] }) });
  const samples = new FlowSamples(page, () => true);
  samples.watch(['a.0'], 'river');
  const seen = (from: number, line: number) =>
    Array.from({ length: 2_000 }, (_, at) => waits(`a.${from + at}`, 1, line));
  for (let look = 1; look <= 100; look++) {
    now = activity(seen(0, look), { at: look * 1_000 });
    await page.pass(250);
  }
  equal(samples.stretches('a.0').length, 100);
  now = activity(seen(2_000, 1), { at: 200_000 });
  await page.pass(250);
  deepEqual([samples.stretches('a.0').length, samples.stretches('a.19').length], [0, 0]);
  deepEqual([samples.stretches('a.1999').length, samples.stretches('a.2000').length], [100, 1]);
});
