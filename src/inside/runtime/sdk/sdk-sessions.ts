import { Ring } from '../../../base/index.ts';
import type { Listing } from '../../../wire/protocol/index.ts';
import { type Flow, runtime, type Trace } from '../core/index.ts';
import { sdkChildLeft } from '../findings/sdk-child-left.ts';
import { limits } from '../limits.ts';
import { ChildWatch } from './child-watch.ts';
import { type LeftListeners, noteLeft } from './left-listeners.ts';
import { ListenerWatch } from './listener-watch.ts';
import { SdkSession } from './sdk-session.ts';

const maxListedLive = 200;
const keptEnded = 200;

/** Every SDK session of this thread: who runs, who ended and how, and what their flows add and spawn meanwhile. */
export class SdkSessions {
  readonly #running = new Set<SdkSession>();
  readonly #byFlow = new Map<Flow, SdkSession>();
  readonly #ended = new Ring<SdkSession>(keptEnded);
  readonly #ends = new Map<string, number>();
  readonly #listeners = new ListenerWatch(flow => this.ofFlow(flow));
  readonly #left = new Map<string, LeftListeners>();
  readonly #children = new ChildWatch(flow => this.ofFlow(flow));
  #made = 0;

  constructor() {
    runtime().section('sdkSessions', () => this.#list());
  }

  /** Counted only; it is kept from its start on. */
  create(name: string, created: Trace): SdkSession {
    this.#made++;
    return new SdkSession(`${runtime().target}.sdk${this.#made}`, name, created);
  }

  start(session: SdkSession, flow: Flow, signal: AbortSignal | undefined): void {
    session.start(flow);
    this.#running.add(session);
    this.#byFlow.set(flow, session);
    this.#listeners.start(session, signal);
    this.#children.start();
  }

  stopped(session: SdkSession, signal: AbortSignal | undefined): void {
    if (!this.#running.delete(session)) return;
    if (session.flow !== undefined) this.#byFlow.delete(session.flow);
    this.#ended.push(session);
    const end = session.ending?.state ?? 'failed';
    this.#ends.set(end, (this.#ends.get(end) ?? 0) + 1);
    this.#children.stop();
    noteLeft(this.#left, session, this.#listeners.stop(session, signal));
  }

  /** Later, of a session that nobody ends by force: do its children still run? */
  lookForChildren(session: SdkSession): void {
    if (session.children.length === 0) return;
    const afterMs = limits.sdkCloseMs;
    const pids = (): number[] => session.children.filter(child => child.alive).map(child => child.pid ?? 0);
    runtime().findings.lookLater(
      sdkChildLeft,
      { session, pids, streamOverAt: runtime().clock.monotonic(), afterMs, outcome: 'alive' },
      afterMs,
    );
  }

  /** The session in whose flow, or a flow below it, this is. */
  ofFlow(flow: Flow): SdkSession | undefined {
    for (let at: Flow | undefined = flow; at !== undefined; at = at.parent) {
      const session = this.#byFlow.get(at);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  #list(): Listing {
    const live = [...this.#running].slice(0, maxListedLive).map(one => one.describe());
    const ended = this.#ended.toArray().reverse();
    return {
      total: this.#made,
      live: this.#running.size,
      items: [...live, ...ended.map(one => one.describe())],
      dropped: this.#ended.droppedCount + this.#running.size - live.length,
      summary: Object.fromEntries(this.#ends),
    };
  }
}

const key = Symbol.for('eddy.sdk.1');

export function sdkSessions(): SdkSessions {
  const holder = runtime() as { [key]?: SdkSessions };
  holder[key] ??= new SdkSessions();
  return holder[key];
}
