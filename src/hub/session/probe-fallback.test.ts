import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { binds, openDesk } from '../../testing/fake-desk.ts';
import type { Binding, Plan, RefusedWay } from '../../wire/protocol/index.ts';

/** A target that refuses probes of these kinds. */
async function refusing(whenRefused: readonly RefusedWay[], kinds: readonly string[], observeOnly = false) {
  const at = openDesk({ rules: { whenRefused, defaults: { maxHits: 3 } }, observeOnly });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
  };
  let asked = 0;
  at.target('t', {
    plan: ({ plan }: { plan: Plan }) => {
      asked++;
      const bound = binds()({ plan }).bindings;
      return {
        bindings: bound.map((one, index): Binding => {
          if (!kinds.includes(plan.probes[index]?.kind ?? '')) return one;
          return { ...one, state: 'refused', reason: 'no.' };
        }),
      };
    },
  });
  return { ...at, settle, asked: () => asked };
}

const place = { file: 'a.ts', line: 1 };
const set = (kind: 'hold' | 'stop' | 'snap') => ({ match: [], probes: [{ kind, place, condition: 'x' }], limits: {} });
type Desk = Awaited<ReturnType<typeof refusing>>;
const kindsIn = ({ desk }: Desk) =>
  desk.book.open.flatMap(({ probes }) => probes.map(({ spec }) => `${spec.id} ${spec.kind}`));

test('without a way it stays refused', async () => {
  const at = await refusing([], ['hold']);
  await at.ask('probe', set('hold'));
  await at.settle();
  deepEqual(kindsIn(at), ['p1 hold']);
});

test('degrade: a hold becomes a snap with the same condition and limits, and the log says for which', async () => {
  const at = await refusing(['degrade'], ['hold']);
  await at.ask('probe', set('hold'));
  await at.settle();
  deepEqual(kindsIn(at), ['p1 hold', 'p2 snap']);
  const [session] = at.desk.book.open;
  const { condition, maxHits } = session!.probe('p2')!.spec;
  deepEqual([condition, maxHits], ['x', 3]);
  match(session!.view().audit.at(-1)?.what ?? '', /^p2: snap a\.ts:1 if x in place of p1: no\.$/);
});

test('fallback: a hold becomes a stop; where that may not be, the next way is tried', async () => {
  const at = await refusing(['fallback', 'degrade'], ['hold']);
  await at.ask('probe', set('hold'));
  await at.settle();
  deepEqual(kindsIn(at), ['p1 hold', 'p2 stop']);
  const stop = await refusing(['fallback', 'degrade'], ['stop']);
  await stop.ask('probe', set('stop'));
  await stop.settle();
  deepEqual(kindsIn(stop), ['p1 stop', 'p2 snap']);
});

test('skip: it is taken away; a snap has nothing weaker to become', async () => {
  const at = await refusing(['degrade', 'skip'], ['snap']);
  await at.ask('probe', set('snap'));
  await at.settle();
  deepEqual(kindsIn(at), []);
});

test('retry: asked three times more, later each time, then the next way', async () => {
  const at = await refusing(['retry', 'degrade'], ['hold']);
  await at.ask('probe', set('hold'));
  await at.settle();
  const before = at.asked();
  for (const ms of [1_000, 2_000, 4_000]) {
    deepEqual(kindsIn(at), ['p1 hold']);
    at.clock.advance(ms);
    await at.settle();
  }
  equal(at.asked() - before, 4, 'three times, and once for the snap');
  deepEqual(kindsIn(at), ['p1 hold', 'p2 snap']);
});

test('what stands in the place of another, and what is bound somewhere, is left alone', async () => {
  const at = await refusing(['degrade', 'skip'], ['hold', 'snap']);
  await at.ask('probe', set('hold'));
  await at.settle();
  deepEqual(kindsIn(at), ['p1 hold', 'p2 snap']);
  const bound = await refusing(['skip'], []);
  await bound.ask('probe', set('hold'));
  bound.event('t', 'probe-refused', { probe: 'p1', reason: 'not here' });
  deepEqual(kindsIn(bound), ['p1 hold']);
});
