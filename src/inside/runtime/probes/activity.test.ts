import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { Activations } from '../activations/index.ts';
import { Context, runtime } from '../core/index.ts';
import { activitySteps, readActivity } from './index.ts';

const rt = runtime();
const module = {
  file: '/app.ts',
  functions: [{ name: 'work', kind: 'async', line: 1 }],
  awaits: [{ line: 2, column: 1, fn: 0 }],
};

function start(words: ReturnType<Activations['words']>, name: string) {
  const flow = rt.startFlow('flow', name, { parent: rt.main });
  const one = rt.run(new Context(flow), () => {
    const made = words.a(0);
    words.s(made, 0, undefined);
    return made;
  });
  const end = () => {
    words.z(one);
    rt.endFlow(flow, 'done');
  };
  return { flow, end };
}

test('a look in small steps sees all that live throughout it, whoever ends or begins meanwhile', () => {
  const activations = new Activations(rt);
  const words = activations.words(module);
  const all = Array.from({ length: 2_000 }, (_, at) => start(words, `flow ${at}`));
  const steps = activitySteps(rt, activations, () => undefined, {});
  const seen: string[] = [];
  let turn = 0;
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    if (step.value !== undefined) seen.push(step.value.name);
    turn++;
    // Every other one ends while we look, from both ends of the list.
    const at = turn * 2;
    if (at < all.length) {
      all[at]?.end();
      start(words, `late ${turn}`);
    }
  }
  const names = new Set(seen);
  deepEqual(
    all.flatMap(({ flow }, at) => (at % 2 === 1 && !names.has(flow.name) ? [flow.name] : [])),
    [],
  );
  equal(names.size, seen.length);
  for (const one of all) one.end();
});

test('once it is over, who ends is let go', () => {
  const activations = new Activations(rt);
  const words = activations.words(module);
  const before = rt.liveFlowCount;
  const some = Array.from({ length: 600 }, (_, at) => start(words, `f ${at}`));
  const steps = activitySteps(rt, activations, () => undefined, {});
  steps.next();
  some[0]?.end();
  steps.return(undefined as never);
  some[1]?.end();
  equal(some[1]?.flow.next, undefined);
  equal(rt.liveFlowCount, before + 598);
  equal(readActivity(rt, activations, () => undefined).liveActivations, 598);
  for (const one of some) one.end();
});
