import { ControlDesk } from '../hub/session/index.ts';
import type {
  Binding,
  ControlAnswer,
  ControlAsk,
  ControlName,
  EddyEvent,
  EventKind,
  Hold,
  Plan,
  ProbeWords,
  SessionRules,
} from '../wire/protocol/index.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeEngine, type FakeTargetAnswers } from './fake-engine.ts';
import { fakeInfo } from './fake-target.ts';

/** Who asks in tests. */
export const asker = { pid: 7, uid: 1000, as: 'test' };
const card = { version: 1, pid: 1, words: ['shop.ts'], cwd: '/', started: 1 };

/** A run's desk over targets that answer what a test tells them to. */
export function openDesk({ observeOnly = false, rules = {} as SessionRules } = {}) {
  const engine = new FakeEngine();
  const clock = new FakeClock();
  const desk = new ControlDesk({ engine, run: card, observeOnly, rules, clock });
  const follower = (tell: (event: EddyEvent) => void = () => {}, gone = new AbortController().signal) => ({
    tell,
    gone,
  });
  let seq = 0;
  return {
    engine,
    clock,
    desk,
    follower,
    ask: <N extends ControlName>(name: N, ask: ControlAsk<N>, as = follower()): Promise<ControlAnswer<N>> =>
      desk.call({ id: 1, do: name, ask } as never, asker, as) as Promise<ControlAnswer<N>>,
    target(id: string, answers: FakeTargetAnswers = { plan: binds() }) {
      engine.targets.set(id, answers);
      desk.take({ say: 'target', target: fakeInfo(id) });
      return answers;
    },
    event(target: string, kind: EventKind, data: Record<string, unknown>, more: Partial<EddyEvent> = {}) {
      desk.take({ say: 'event', event: { seq: ++seq, at: 1, kind, target, data, ...more } });
    },
  };
}

/** Binds every probe of the plan. */
export function binds(more: Partial<Binding> = {}): (ask: { plan: Plan }) => { bindings: Binding[] } {
  return ({ plan }) => ({
    bindings: plan.probes.map(({ id }) => ({
      probe: id,
      target: '',
      state: 'bound',
      mechanism: 'gate',
      places: [],
      hits: 0,
      ...more,
    })),
  });
}

export function held(id: string, more: Partial<Hold> = {}): Hold {
  return {
    id,
    target: 'a',
    probe: 'p1',
    session: 's1',
    kind: 'hold',
    flow: 'a.2',
    flowName: 'GET /buy',
    place: { file: '/shop.ts', line: 42, column: 3, function: 'buy' },
    since: 1,
    stack: [],
    holds: [],
    waiters: [],
    ...more,
  };
}

export const snap: ProbeWords = { kind: 'snap', place: { file: 'shop.ts', line: 42 } };
export const hold: ProbeWords = { ...snap, kind: 'hold' };
export const plain = { match: [], limits: {} };

/** The plans that a target was sent. */
export function plansTo(engine: FakeEngine, target: string): Plan[] {
  return engine.orders
    .filter(one => one.target === target && one.name === 'plan')
    .map(({ ask }) => (ask as { plan: Plan }).plan);
}
