import { type Clock, fail, nodeCrypto } from '../../base/index.ts';
import type {
  Binding,
  EddyEvent,
  EventKind,
  Matcher,
  ProbeLimits,
  ProbeView,
  ProbeWords,
  SessionView,
} from '../../wire/protocol/index.ts';
import type { EditorHub } from './editor-ports.ts';
import type { Settings } from './settings.ts';

const kinds: readonly EventKind[] = [
  'target-started',
  'target-ended',
  'held',
  'stopped',
  'resumed',
  'log',
  'probe-bound',
  'probe-refused',
  'probe-failed',
  'finding',
];

const findWithinMs = 500;
const findEveryMs = 20;

/** The line of one editor's session to one run: its session at the hub, and what the hub tells of it. */
export class RunLink {
  readonly hub: EditorHub;
  readonly settings: Settings;
  readonly name: string;
  readonly #clock: Clock;
  readonly #target: string | undefined;
  #session: string | undefined;

  /** `target`: the one that is shown; its breakpoints are those of the run's first session. */
  constructor(hub: EditorHub, settings: Settings, clock: Clock, target?: string) {
    this.hub = hub;
    this.settings = settings;
    this.#clock = clock;
    this.#target = target;
    this.name = settings.session ?? `editor-${nodeCrypto().randomBytes(3).toString('hex')}`;
  }

  /** Its session is open, and events come from here on. */
  async open(onEvent: (event: EddyEvent) => void, onLost: (count: number) => void): Promise<void> {
    await this.hub.follow(kinds, { onEvent, onLost });
    if (this.#target === undefined) await this.#set([], {});
    else this.#session = (await this.#sessionThere())?.id;
  }

  /** All at once, as one change. */
  set(probes: readonly ProbeWords[], limits: ProbeLimits): Promise<readonly ProbeView[]> {
    if (this.#target === undefined) return this.#set(probes, limits);
    return Promise.all(probes.map(one => this.#find(one, this.#target as string)));
  }

  async #set(probes: readonly ProbeWords[], limits: ProbeLimits): Promise<readonly ProbeView[]> {
    const { match, limits: own } = this.settings;
    const ask = { session: this.name, match, probes, limits: { ...own, ...limits }, own: true } as const;
    const answer = await this.hub.ask('probe', ask);
    this.#session = answer.session.id;
    return answer.probes;
  }

  /** In a session of their own, which ends with them. */
  async setFor(match: readonly Matcher[], probes: readonly ProbeWords[], limits: ProbeLimits) {
    const session = `${this.name}.${nodeCrypto().randomBytes(3).toString('hex')}`;
    const all = { ...this.settings.limits, ...limits };
    const answer = await this.hub.ask('probe', { session, match, probes, limits: all, own: true });
    return { what: session, probes: answer.probes };
  }

  /** A probe or a session; one that is gone already is no failure. */
  async unset(what: string): Promise<void> {
    if (this.#target !== undefined) return;
    await this.hub.ask('unset', { what }).catch(() => {});
  }

  /** Who stands by it stays; nobody new does. */
  async retire(probe: string): Promise<void> {
    if (this.#target !== undefined) return;
    await this.hub.ask('unset', { what: probe, keep: true }).catch(() => {});
  }

  /** A session that `setFor` opened, or a probe beside those of the run's first session. */
  async unsetApart(what: string): Promise<void> {
    await this.hub.ask('unset', { what }).catch(() => {});
  }

  /** Named by nobody else, or opened by us: it ends with us. */
  get isItsOwn(): boolean {
    return this.settings.session === undefined;
  }

  get session(): string {
    return this.#session ?? '';
  }

  async #sessionThere(): Promise<SessionView | undefined> {
    const { sessions } = await this.hub.ask('sessions', { withoutEvents: true });
    return sessions.find(({ name, closedAt }) => name === this.name && closedAt === undefined);
  }

  /** The run's first session is told of it at the same time as we are. */
  async #find(wanted: ProbeWords, target: string): Promise<ProbeView> {
    const until = this.#clock.monotonic() + findWithinMs;
    for (;;) {
      const probes = (await this.#sessionThere())?.probes ?? [];
      const view = probes.find(({ spec }) => spec.retired !== true && isSame(spec, wanted));
      if (view !== undefined) return { ...view, bindings: view.bindings.filter(one => one.target === target) };
      if (this.#clock.monotonic() >= until) break;
      await new Promise<void>(resolve => void this.#clock.after(findEveryMs, resolve, { holdsProcess: true }));
    }
    throw fail('unknown-id', 'The first session of this run has no such breakpoint.', {
      hint: 'Set it there: it is for all of the run.',
    });
  }
}

/** What the run's first session holds may be a stop here. */
function isSame(one: ProbeWords, other: ProbeWords): boolean {
  const words = ({ place, condition, text }: ProbeWords) => JSON.stringify([place, condition, text]);
  return words(one) === words(other);
}

/** A hold as the hub is asked for it: threads count alike. */
export function holdKey(target: string, hold: string): string {
  return `${target}/${hold}`;
}

/** An event about a binding carries it whole, or what differs from a new one. */
export function bindingOf({ kind, target, data }: EddyEvent): Binding | undefined {
  if (typeof data.probe !== 'string') return undefined;
  const state = kind === 'probe-bound' ? 'bound' : 'refused';
  return { state, places: [], hits: 0, ...data, probe: data.probe, target } as Binding;
}
