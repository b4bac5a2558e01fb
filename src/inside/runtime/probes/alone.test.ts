import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../../wire/protocol/index.ts';
import { Activations } from '../activations/index.ts';
import { runtime } from '../core/index.ts';
import { type GatedFile, Probes } from './index.ts';

const rt = runtime();
const plan: Plan = {
  revision: 3,
  sessions: [{ id: 's1', name: 'ann', match: [] }],
  probes: [{ id: 'p1', session: 's1', kind: 'snap', place: { file: '/app.ts', line: 2 }, maxHits: 2 }],
  observeOnly: false,
  letGoAfterMs: 500,
};

function open(activations = new Activations(rt)): { probes: Probes; file: GatedFile; pass(): void } {
  const probes = new Probes(rt, activations);
  const file: GatedFile = {
    file: '/app.ts',
    functions: [{ name: 'work', kind: 'async', line: 1, column: 1, endLine: 3, recorded: true }],
    gates: [{ line: 2, column: 1, fn: 0, values: [], shared: [] }],
    awaits: [],
    switches: new Uint8Array(1),
    running: () => ({ file: '/app.ts', line: 2, column: 1 }),
  };
  probes.addFile(file);
  const words = probes.words(file);
  const pass = () => {
    if (file.switches[0] === 1 && words.m(0)) words.w(0, null, undefined, []);
  };
  return { probes, file, pass };
}

const hitsOf = (probes: Probes): number[] => probes.follow(plan).map(one => one.hits);

test('who is left alone has no probe; the same plan brings each back with its counts', () => {
  const { probes, file, pass } = open();
  probes.follow(plan);
  pass();
  probes.letEverythingGo('the hub is gone');
  equal(file.switches[0], 0);
  pass();
  // A hub that went again before it said its plan changes nothing.
  probes.hearAgain();
  probes.letEverythingGo('the hub is gone');
  probes.hearAgain();
  deepEqual(hitsOf(probes), [1]);
  equal(file.switches[0], 1);
  for (let times = 0; times < 3; times++) pass();
  deepEqual(hitsOf(probes), [2]);
});

test('a probe that was taken away while somebody was there begins anew', () => {
  const { probes, pass } = open();
  probes.follow(plan);
  pass();
  probes.follow({ ...plan, probes: [] });
  deepEqual(hitsOf(probes), [0]);
});

test('nobody is held where nobody could resume it, until somebody is there again', () => {
  const { probes, file } = open();
  probes.letEverythingGo('the hub is gone');
  probes.holdNext(rt.main);
  equal(file.switches[0], 0);
  probes.hearAgain();
  probes.holdNext(rt.main);
  equal(file.switches[0], 1);
  probes.letEverythingGo('the hub is gone');
  equal(file.switches[0], 0);
});

test('of a probe that was taken away nothing is kept: the same one is told of anew', t => {
  const told: unknown[] = [];
  const stop = rt.onEvent(({ kind, data }) => void (kind === 'probe-bound' && told.push(data.probe)));
  t.after(stop);
  const { probes } = open();
  for (let times = 0; times < 2; times++) {
    probes.follow(plan);
    probes.follow({ ...plan, probes: [] });
  }
  deepEqual(told, ['p1', 'p1']);
});

test('a step of a probe that is taken away meanwhile ends', () => {
  const activations = new Activations(rt);
  const { probes, file } = open(activations);
  probes.follow({ ...plan, probes: [{ ...plan.probes[0]!, kind: 'hold', maxHits: 9 }] });
  const one = activations.words(file).a(0);
  const words = probes.words(file);
  equal(words.w(0, one, undefined, []), true);
  const [held] = [...probes.held];
  deepEqual(probes.resume(held!, 'over', false), { resumed: true, conflicts: [] });
  equal(file.switches[0], 1);
  probes.follow({ ...plan, probes: [] });
  equal(file.switches[0], 0);
});

test('what is held when nobody is left goes on for that reason', t => {
  const whys: unknown[] = [];
  const stop = rt.onEvent(({ kind, data }) => void (kind === 'resumed' && whys.push(data.why)));
  t.after(stop);
  const activations = new Activations(rt);
  const { probes, file } = open(activations);
  probes.follow({ ...plan, probes: [{ ...plan.probes[0]!, kind: 'hold' }] });
  equal(probes.words(file).w(0, activations.words(file).a(0), undefined, []), true);
  probes.letEverythingGo('the hub is gone');
  deepEqual([whys, [...probes.held], file.switches[0]], [['the hub is gone'], [], 0]);
});
