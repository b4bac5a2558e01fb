import { type Clock, counter, fail, nearest, type Timer } from '../../base/index.ts';
import {
  type Binding,
  defaultLetGoAfterMs,
  defaultSession,
  type EddyEvent,
  type EventKind,
  type Listing,
  type Matcher,
  matcherWords,
  type Plan,
  type ProbeLimits,
  type ProbeWords,
  probeSpec,
  type SessionRules,
} from '../../wire/protocol/index.ts';
import { Probe } from './probe.ts';
import { Session } from './session.ts';

/** Sessions that are closed stay to be looked at; so many of them. */
const maxClosed = 100;
/** What a plan carries at most, and one session of it; who asks for more asks by mistake. */
const maxProbesUnlessTold = 10_000;
const maxProbesEachUnlessTold = 100;

export interface SessionBookOptions {
  readonly clock: Clock;
  readonly observeOnly: boolean;
  /** What the configuration says of sessions and their probes. */
  readonly rules?: SessionRules;
  /** A target has said that it cannot set a probe. */
  onRefused?(session: Session, probe: Probe, binding: Binding): void;
  /** The plan is another from now on. */
  onChange?(): void;
  onOpened?(session: Session): void;
  onSet?(session: Session, probe: Probe): void;
  /** While its session stays open. */
  onRemoved?(session: Session, probe: Probe): void;
  onClosed?(session: Session, why: CloseReason): void;
}

/** `owner-gone`: who asked for it to last as long as it itself has gone. */
export type CloseReason = 'unset' | 'off' | 'timeout' | 'owner-gone';

/** The book of sessions, their probes, and what is bound where. What it asks of targets is its plan. */
export class SessionBook {
  readonly observeOnly: boolean;
  readonly rules: SessionRules;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #onRefused: SessionBookOptions['onRefused'];
  readonly #onOpened: SessionBookOptions['onOpened'];
  readonly #onSet: SessionBookOptions['onSet'];
  readonly #onRemoved: SessionBookOptions['onRemoved'];
  readonly #onClosed: SessionBookOptions['onClosed'];
  readonly #nextSession = counter();
  readonly #nextProbe = counter();
  readonly #sessions = new Map<string, Session>();
  /** Of those that are open. */
  readonly #byName = new Map<string, Session>();
  readonly #byProbe = new Map<string, Session>();
  /** By session: when it has been open long enough. */
  readonly #timeouts = new Map<string, Timer>();
  #closed: Session[] = [];
  #closedCount = 0;
  #revision = 0;

  constructor(options: SessionBookOptions) {
    this.#clock = options.clock;
    this.observeOnly = options.observeOnly;
    this.rules = options.rules ?? {};
    this.#onChange = () => options.onChange?.();
    this.#onRefused = options.onRefused?.bind(options);
    this.#onOpened = options.onOpened?.bind(options);
    this.#onSet = options.onSet?.bind(options);
    this.#onRemoved = options.onRemoved?.bind(options);
    this.#onClosed = options.onClosed?.bind(options);
  }

  /** Those that are open, then those that were closed. */
  get sessions(): readonly Session[] {
    return [...this.#sessions.values(), ...this.#closed];
  }

  get open(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** 0: nothing was ever asked for, and no target has to be told. */
  get revision(): number {
    return this.#revision;
  }

  get plan(): Plan {
    const now = this.#clock.now();
    const probes = this.open.flatMap(session => session.probes.map(({ spec }) => spec));
    return {
      revision: this.#revision,
      sessions: this.open.map(({ spec }) => spec),
      probes: probes.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > now),
      observeOnly: this.observeOnly,
      letGoAfterMs: this.rules.letGoAfterMs ?? defaultLetGoAfterMs,
    };
  }

  /** The open session of that name; a new one where there is none. Not part of the plan until a probe is. */
  openSession(name = defaultSession, match: readonly Matcher[] = []): Session {
    const known = this.#byName.get(name);
    if (known !== undefined) {
      if (match.length > 0 && !isSame(known.spec.match, match)) {
        const bound = known.spec.match.map(matcherWords).join(' and ') || 'no condition: it takes every flow';
        throw fail('refused', `Session ${name} is open already, with ${bound}.`, {
          hint: 'Leave --match away to use it as it is, or name another session.',
        });
      }
      return known;
    }
    const { maxSessions } = this.rules;
    if (maxSessions !== undefined && this.#sessions.size >= maxSessions) {
      throw fail('refused', `There are ${maxSessions} sessions already (sessions.max).`, {
        hint: 'Close some: eddy unset NAME, eddy off.',
      });
    }
    const session = new Session({ id: `s${this.#nextSession()}`, name, match }, this.#clock.now());
    this.#sessions.set(session.spec.id, session);
    this.#byName.set(name, session);
    this.#limit(session);
    this.#onOpened?.(session);
    return session;
  }

  /** All of them or, when one is refused, none. The session is opened when there is none of that name. */
  addProbes(
    name: string | undefined,
    match: readonly Matcher[],
    words: readonly ProbeWords[],
    limits: ProbeLimits,
    onMade?: (probe: Probe) => void,
  ) {
    const { defaults, maxProbes = maxProbesUnlessTold, maxProbesEach = maxProbesEachUnlessTold } = this.rules;
    const all = { ...defaults, ...limits };
    for (const { kind } of words) this.#mayBe(kind, all);
    if (this.#byProbe.size + words.length > maxProbes) {
      throw fail('refused', `There are ${maxProbes} probes already.`, {
        hint: 'Take some away: eddy unset, eddy off.',
      });
    }
    const known = this.#byName.get(name ?? defaultSession);
    if ((known?.probes.length ?? 0) + words.length > maxProbesEach) {
      throw fail('refused', `A session may have ${maxProbesEach} probes (sessions.maxProbes).`, {
        hint: 'Take some away, eddy unset, or use another --session.',
      });
    }
    const session = this.openSession(name, match);
    const now = this.#clock.now();
    const probes = words.map(
      one => new Probe(probeSpec(one, all, { id: `p${this.#nextProbe()}`, session: session.spec.id, now })),
    );
    for (const probe of probes) {
      onMade?.(probe);
      session.add(probe);
      this.#byProbe.set(probe.spec.id, session);
      this.#onSet?.(session, probe);
    }
    this.#changed();
    return { session, probes, isNew: known === undefined };
  }

  /** Probes by id; a session by name or id, with all of its probes. */
  find(what: string): { session: Session; probes: readonly Probe[]; isSession: boolean } {
    const owner = this.#byProbe.get(what);
    const probe = owner?.probe(what);
    if (owner !== undefined && probe !== undefined) return { session: owner, probes: [probe], isSession: false };
    const session = this.#byName.get(what) ?? this.#sessions.get(what);
    if (session !== undefined) return { session, probes: session.probes, isSession: true };
    const known = this.open.flatMap(({ spec, probes }) => [spec.name, ...probes.map(one => one.spec.id)]);
    const near = nearest(what, known);
    throw fail('unknown-id', `There is no probe and no session "${what}".`, {
      hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'See: eddy sessions.',
      data: { what, near },
    });
  }

  /** By id, closed ones too. */
  session(id: string): Session | undefined {
    return this.#sessions.get(id) ?? this.#closed.find(({ spec }) => spec.id === id);
  }

  removeProbes(session: Session, probes: readonly Probe[]): void {
    this.#forget(session, probes);
    for (const probe of probes) this.#onRemoved?.(session, probe);
    this.#changed();
  }

  /** They act no more, and stay for what they hold. */
  retireProbes(probes: readonly Probe[]): void {
    for (const probe of probes) probe.retire();
    this.#changed();
  }

  closeSessions(sessions: readonly Session[], why: CloseReason): void {
    for (const session of sessions) {
      this.#forget(session, session.probes);
      session.closedAt = this.#clock.now();
      this.#sessions.delete(session.spec.id);
      this.#byName.delete(session.spec.name);
      this.#timeouts.get(session.spec.id)?.cancel();
      this.#timeouts.delete(session.spec.id);
      this.#closed.push(session);
      this.#closedCount++;
      this.#onClosed?.(session, why);
    }
    this.#closed = this.#closed.slice(-maxClosed);
    if (sessions.length > 0) this.#changed();
  }

  probe(id: string): Probe | undefined {
    return this.#byProbe.get(id)?.probe(id);
  }

  /** A target is told the plan: who waits for its word is seen from now on. */
  toldTo(target: string): void {
    for (const [id, session] of this.#byProbe) session.probe(id)?.toldTo(target);
  }

  bind(binding: Binding): void {
    const session = this.#byProbe.get(binding.probe);
    const probe = session?.probe(binding.probe);
    if (session === undefined || probe === undefined) return;
    if (probe.bind(binding) && binding.state === 'refused') this.#onRefused?.(session, probe, binding);
  }

  /** Of a target, about a session: one that names none belongs to its probe's. */
  take(event: EddyEvent): void {
    const id = typeof event.data.probe === 'string' ? event.data.probe : undefined;
    const probe = id === undefined ? undefined : this.probe(id);
    const session = this.session(event.session ?? probe?.spec.session ?? '');
    if (bindingKinds.has(event.kind)) {
      const binding = tryReadBinding(event);
      if (binding !== undefined) this.bind(binding);
    } else if (event.kind === 'held' || event.kind === 'stopped' || event.kind === 'snap' || event.kind === 'log') {
      probe?.hit(event.target);
    } else if (event.kind !== 'resumed') {
      return;
    }
    session?.take(event);
  }

  /** What was refused may be possible now: every target is told the same once more. */
  askAgain(): void {
    this.#changed();
  }

  targetEnded(target: string): void {
    for (const session of this.open) for (const probe of session.probes) probe.targetEnded(target);
  }

  /** For the report. Undefined when no session was ever opened. */
  listing(): Listing | undefined {
    const { sessions } = this;
    if (sessions.length === 0) return undefined;
    const live = this.#sessions.size;
    return {
      total: live + this.#closedCount,
      live,
      items: sessions.map(session => ({ ...session.view() })),
      dropped: this.#closedCount - this.#closed.length,
    };
  }

  /** Past its time it is closed, and targets let go of what its probes hold. */
  #limit(session: Session): void {
    const { timeoutMs } = this.rules;
    if (timeoutMs === undefined) return;
    const timer = this.#clock.after(timeoutMs, () => {
      const who = { pid: process.pid, uid: process.getuid?.() ?? -1, as: 'sessions.timeout' };
      session.note({ at: this.#clock.now(), ...who, did: 'off', what: session.spec.name });
      this.closeSessions([session], 'timeout');
    });
    this.#timeouts.set(session.spec.id, timer);
  }

  #mayBe(kind: ProbeWords['kind'], limits: ProbeLimits): void {
    if (!this.observeOnly) return;
    if (kind === 'hold' || kind === 'stop') {
      throw fail('observe-only', `This run may only be observed: no ${kind} is set.`, {
        hint: 'Take a snap or a log.',
      });
    }
    if (limits.allowSideEffects) throw fail('observe-only', 'This run may only be observed: no side effects.');
  }

  #forget(session: Session, probes: readonly Probe[]): void {
    for (const { spec } of probes) {
      session.remove(spec.id);
      this.#byProbe.delete(spec.id);
    }
  }

  #changed(): void {
    this.#revision++;
    this.#onChange();
  }
}

function isSame(one: readonly Matcher[], other: readonly Matcher[]): boolean {
  const words = (all: readonly Matcher[]) => all.map(matcherWords).sort().join('\n');
  return words(one) === words(other);
}

/** Events that say how a probe stands. */
export const bindingKinds: ReadonlySet<EventKind> = new Set<EventKind>([
  'probe-bound',
  'probe-refused',
  'probe-failed',
]);

/** An event about a binding carries it whole, or what differs from a new one. */
export function tryReadBinding({ kind, target, data }: EddyEvent): Binding | undefined {
  if (typeof data.probe !== 'string') return undefined;
  const state = kind === 'probe-bound' ? 'bound' : 'refused';
  return { state, places: [], hits: 0, ...data, probe: data.probe, target } as Binding;
}
