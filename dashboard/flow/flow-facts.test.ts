import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { activity, event, FakePage, finding, flow, state, target } from '../model/fake-page.ts';
import { Model } from '../model/index.ts';
import { belongingsOf } from './belongings.ts';
import { factsOf } from './flow-facts.ts';
import { FlowWatch } from './flow-watch.ts';

function scene(activityNow: () => unknown = () => undefined) {
  const page = new FakePage({
    flows: () => ({ at: 1, targets: [activityNow()].filter(one => one !== undefined) }),
    holds: () => ({ holds: [] }),
  });
  const model = new Model(page);
  model.take({ say: 'state', state: state(), lost: 0 });
  return { page, model };
}

const nothing = belongingsOf([], 'a.2');

test('a flow that nobody ever named', () => {
  const { model } = scene();
  deepEqual(
    [factsOf(model, 'a.2', undefined, nothing).life, factsOf(model, 'a.2', undefined, nothing).name],
    ['unknown', ''],
  );
});

test('what a look says comes before what events and reports said', async () => {
  const { page, model } = scene();
  model.take({
    say: 'events',
    events: [event('flow-started', { flow: 'a.2', at: 5, data: { name: 'old', kind: 'task', parent: 'a.1' } })],
  });
  await page.pass(500);
  equal(factsOf(model, 'a.2', undefined, nothing).name, 'old');
  const look = { at: 9, flow: flow('a.2', { name: 'new', born: { file: '/a.ts', line: 3 } }), silent: undefined };
  const facts = factsOf(model, 'a.2', look, nothing);
  deepEqual([facts.name, facts.life, facts.parent, facts.born?.line], ['new', 'alive', 'a.1', 3]);
});

test('it has ended: as no longer seen, and as told', async () => {
  const { page, model } = scene();
  const at = { flow: 'a.2', at: 5 };
  model.take({ say: 'events', events: [event('flow-started', { ...at, data: { name: 'n', kind: 'task' } })] });
  await page.pass(500);
  equal(factsOf(model, 'a.2', { at: 9, flow: undefined, silent: undefined }, nothing).life, 'ended');
  model.take({ say: 'events', events: [event('flow-ended', { ...at, at: 8, data: { outcome: 'failed' } })] });
  await page.pass(500);
  const told = factsOf(model, 'a.2', undefined, nothing);
  deepEqual([told.life, told.ended, told.outcome], ['ended', 8, 'failed']);
});

test('it has ended, and a call that it left behind goes on', async () => {
  const { page, model } = scene();
  const at = { flow: 'a.2', at: 5 };
  model.take({ say: 'events', events: [event('flow-started', { ...at, data: { name: 'n', kind: 'request' } })] });
  model.take({ say: 'events', events: [event('flow-ended', { ...at, at: 8, data: { outcome: 'done' } })] });
  await page.pass(500);
  const look = { at: 9, flow: flow('a.2'), silent: undefined };
  const facts = factsOf(model, 'a.2', look, nothing);
  deepEqual([facts.life, facts.ended, facts.outcome], ['alive', 8, 'done']);
  // A look from before its end tells nothing of that.
  equal(factsOf(model, 'a.2', { ...look, at: 7 }, nothing).ended, undefined);
});

test('of one that only a finding or a report names that much is known', () => {
  const { model } = scene();
  const named = finding({ flows: [{ id: 'a.7', name: 'buy' }] });
  model.take({ say: 'state', state: state({ targets: [target('a')], findings: [named] }), lost: 0 });
  deepEqual(
    [factsOf(model, 'a.7', undefined, nothing).name, factsOf(model, 'a.7', undefined, nothing).life],
    ['buy', 'alive'],
  );
  const item = { id: 'a.8', name: 'sell', kind: 'request', state: 'done', started: 3, ended: 4 };
  const told = belongingsOf([{ flows: { total: 1, live: 0, dropped: 0, items: [item] } }], 'a.8');
  const facts = factsOf(model, 'a.8', undefined, told);
  deepEqual([facts.name, facts.life, facts.ended, facts.outcome], ['sell', 'ended', 4, 'done']);
});

test('a watch shows the last look while a target is silent, and says so', async () => {
  let answer: unknown = { target: 'a', activity: activity([flow('a.2', { name: 'n' })]) };
  const { page, model } = scene(() => answer);
  const watch = new FlowWatch(model, 'a.2');
  await page.pass(100);
  deepEqual([watch.look.value?.flow?.name, watch.look.value?.silent], ['n', undefined]);
  answer = { target: 'a', error: { code: 'no-answer', message: 'It is busy.' } };
  await page.pass(1_000);
  deepEqual([watch.look.value?.flow?.name, watch.look.value?.silent], ['n', 'It is busy.']);
  answer = { target: 'a', activity: activity([]) };
  await page.pass(1_000);
  equal(watch.look.value?.flow, undefined);
  page.hidden = true;
  const asked = page.countOf('flows');
  await page.pass(5_000);
  equal(page.countOf('flows'), asked);
  watch.close();
  model.close();
});
