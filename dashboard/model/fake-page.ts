import type {
  Activity,
  EddyEvent,
  Finding,
  FlowActivity,
  HubState,
  TargetInfo,
} from '../../src/wire/protocol/index.ts';
import type { ModelPorts } from './ports.ts';

type Answers = Record<string, (question: never) => unknown>;

/** A page for tests: time stands until it is told to pass, and the hub answers as the test says. */
export class FakePage implements ModelPorts {
  readonly asked: [string, unknown][] = [];
  readonly troubles: unknown[] = [];
  hidden = false;
  /** What an answer takes. */
  answerMs = 0;
  readonly #answers: Answers;
  #now = 0;
  #timers: { readonly at: number; readonly work: () => void }[] = [];

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  readonly ask = (async (name: string, question: unknown) => {
    this.asked.push([name, question]);
    this.#now += this.answerMs;
    const answer = this.#answers[name];
    if (answer === undefined) throw new Error(`No ${name} here.`);
    return answer(question as never);
  }) as ModelPorts['ask'];

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.#now + ms, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(one => one !== timer);
    };
  }

  onTrouble(error: unknown): void {
    this.troubles.push(error);
  }

  isHidden(): boolean {
    return this.hidden;
  }

  /** Time passes, and everything that was to be done in it is done. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter(one => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.work();
    }
    this.#now = Math.max(this.#now, until);
  }

  countOf(name: string): number {
    return this.asked.filter(([asked]) => asked === name).length;
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await undefined;
}

let lastSeq = 0;

export function event(kind: EddyEvent['kind'], more: Partial<EddyEvent> = {}): EddyEvent {
  return { seq: ++lastSeq, at: 1_000, kind, target: 'a', data: {}, ...more };
}

export function flow(id: string, more: Partial<FlowActivity> = {}): FlowActivity {
  const base = { name: `flow ${id}`, kind: 'task', state: 'idle', startedAt: 500 } as const;
  return { id, ...base, holds: [], sessions: [], activations: [], ...more };
}

export function activity(flows: readonly FlowActivity[], more: Partial<Activity> = {}): Activity {
  return { target: 'a', at: 10_000, flows, liveActivations: 0, cut: false, ...more };
}

export function target(id: string, more: Partial<TargetInfo & { run: string }> = {}): TargetInfo & { run: string } {
  const base = { kind: 'process', pid: 7, thread: 0, node: '26', started: 1, isolation: true, notes: [] } as const;
  return { ...base, id, argv: ['node', '/shop/shop.ts'], run: 'r1', ...more };
}

export function finding(more: Partial<Finding & { run: string }> = {}): Finding & { run: string } {
  const created = { file: '/shop/shop.ts', line: 3, column: 1, function: 'buy', stack: [] };
  const base = { kind: 'task-slow', severity: 'warning', message: 'slow', count: 1, firstAt: 5, lastAt: 5 } as const;
  return { ...base, flows: [], sites: { created }, hint: 'h', target: 'a', run: 'r1', ...more };
}

export function state(more: Partial<HubState> = {}): HubState {
  const run = { id: 'r1', words: ['shop.ts'], cwd: '/shop', pid: 7, started: 1 };
  return { at: 2_000, runs: [run], targets: [target('a')], sessions: [], findings: [], ...more };
}
