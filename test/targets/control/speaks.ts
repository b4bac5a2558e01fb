// A program that speaks the protocol by itself, and is held once. It ends when it is told to.
import { FakeTarget, fakeInfo } from '../../../src/testing/fake-target.ts';
import type { Binding, FlowActivity, Hold, Plan } from '../../../src/wire/protocol/index.ts';

const id = process.env.SPEAKS_AS ?? 'spk';
const flowCount = Number(process.env.SPEAKS_FLOWS ?? 2);
const started = Date.now();
let total = 3;
const hold: Hold = {
  id: 'h1',
  target: id,
  probe: 'p1',
  session: 's1',
  kind: 'hold',
  flow: `${id}.2`,
  flowName: 'GET /buy',
  place: { file: import.meta.filename, line: 6, column: 1, function: 'buy' },
  since: started,
  until: started + 3_600_000,
  stack: [{ function: 'serve', file: import.meta.filename, line: 8, column: 1, async: true }],
  holds: ['lock "till"'],
  waiters: [{ flow: `${id}.3`, name: 'GET /pay', for: 'lock "till"', waitedMs: 120 }],
};
let held = true;

const target = await FakeTarget.open(
  { path: process.env.EDDY_HUB!, token: process.env.EDDY_TOKEN! },
  fakeInfo(id, { pid: process.pid, started }),
  {
    plan: ({ plan }) => {
      const bindings = plan.probes.map(({ id: probe }) => binding(probe, plan));
      return { bindings };
    },
    activity: ({ flows }) => {
      const all = Array.from({ length: flowCount }, (_, at) => flow(at + 1));
      const listed = flows === undefined ? all : all.filter(one => flows.includes(one.id));
      return { target: id, at: Date.now(), flows: listed, liveActivations: flowCount * 3, cut: false };
    },
    holds: () => ({ holds: held ? [hold] : [] }),
    variables: () => ({
      variables: [
        { name: 'total', value: total, editable: true, own: true },
        { name: 'cart', value: { t: 'array', class: 'Array', length: 1, v: ['a'] }, editable: false, own: false },
      ],
    }),
    evaluate: ({ expression }) => {
      if (expression === 'plan') return { value: process.env.EDDY_PLAN ?? null };
      if (expression === 'options') return { value: process.env.EDDY_OPTIONS_JSON ?? null };
      throw Object.assign(new Error(`${expression}: unexpected end`), { code: 'bad-expression' });
    },
    set: ({ name, expression }) => {
      total = Number(expression);
      return { variable: { name, value: total, editable: true, own: true, edited: true } };
    },
    resume: ({ hold: which, force }) => {
      if (total === 13 && force !== true) return { resumed: false, conflicts: ['total'] };
      held = false;
      target.event('resumed', { hold: which }, { session: 's1' });
      return { resumed: true, conflicts: [] };
    },
    explain: ({ file, line }) => ({ file, line, gated: false, why: 'A comment.', places: [], near: [6, 8] }),
  },
);
target.event('held', { hold: 'h1', probe: 'p1' }, { session: 's1', flow: hold.flow });

function binding(probe: string, { probes }: Plan): Binding {
  const place = probes.find(one => one.id === probe)!.place;
  const refused = 'line' in place && place.line === 13;
  return refused
    ? { probe, target: id, state: 'refused', reason: 'No statement there; 12 and 14 have one.', places: [], hits: 0 }
    : { probe, target: id, state: 'bound', mechanism: 'gate', places: [hold.place], hits: 0 };
}

function flow(serial: number): FlowActivity {
  const at = { file: import.meta.filename, column: 1, async: true, forMs: 1500 };
  return {
    id: `${id}.${serial}`,
    name: serial === 1 ? 'main program' : `GET /buy/${serial}`,
    kind: serial === 1 ? 'main' : 'request',
    ...(serial === 1 ? {} : { parent: `${id}.1`, born: { file: import.meta.filename, line: 4 } }),
    state: serial === 2 ? 'held' : 'waiting',
    startedAt: started - serial * 1000,
    holds: serial === 2 ? ['lock "till"'] : [],
    sessions: [],
    activations: [
      { ...at, id: serial * 10, function: 'serve', line: 8, state: 'waiting' },
      {
        ...at,
        id: serial * 10 + 1,
        caller: serial * 10,
        function: 'buy',
        line: 6,
        state: serial === 2 ? 'held' : 'waiting',
      },
      { ...at, id: serial * 10 + 2, caller: serial * 10, function: 'log', line: 9, state: 'waiting' },
    ],
  };
}
