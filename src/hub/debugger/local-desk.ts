import { type Clock, fail, systemClock } from '../../base/index.ts';
import type {
  ControlAnswer,
  ControlAsk,
  ControlRequest,
  DeskControl,
  EventKind,
  SessionRules,
  TargetLine,
} from '../../wire/protocol/index.ts';
import { ControlDesk, type Engine, type Follower } from '../session/index.ts';
import type { DebugDesk, DeskListener } from './debug-desk.ts';

export interface LocalDeskOptions {
  /** Absent: there are no targets, and probes wait for none. */
  readonly engine?: Engine;
  readonly rules?: SessionRules;
  readonly clock?: Clock;
}

/** A desk of one's own over an engine. What the engine hears of its targets is handed to `take`. */
export class LocalDesk implements DebugDesk {
  readonly #desk: ControlDesk;
  readonly #clock: Clock;
  readonly #gone = new AbortController();

  constructor({ engine = noTargets, rules = {}, clock = systemClock }: LocalDeskOptions = {}) {
    const { pid } = process;
    const run = { version: 1, pid, words: process.argv.slice(1), cwd: process.cwd(), started: clock.now() };
    this.#clock = clock;
    this.#desk = new ControlDesk({ engine, run, observeOnly: false, rules, clock });
  }

  take(line: TargetLine): void {
    if (line.say === 'end') this.targetEnded(line.target);
    else this.#desk.take(line);
  }

  targetEnded(target: string): void {
    this.#desk.targetEnded(target);
    this.#desk.announce({ seq: 0, at: this.#clock.now(), kind: 'target-ended', target, data: {} });
  }

  ask<N extends DeskControl>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    return this.#call(name, ask, { tell: () => {}, gone: this.#gone.signal });
  }

  async follow(kinds: readonly EventKind[], listener: DeskListener): Promise<void> {
    await this.#call('follow', { kinds }, { tell: event => listener.onEvent(event), gone: this.#gone.signal });
  }

  #call<N extends DeskControl>(name: N, ask: ControlAsk<N>, follower: Follower): Promise<ControlAnswer<N>> {
    const asker = { pid: process.pid, uid: process.getuid?.() ?? -1, as: 'RemoteDebugger' };
    const request: ControlRequest = { id: 1, do: name, ask };
    return this.#desk.call(request, asker, follower) as Promise<ControlAnswer<N>>;
  }
}

const noTargets: Engine = {
  order: target => Promise.reject(fail('closed', `Target ${target} is not there: this debugger has no engine.`)),
};
