import { type Clock, fail, nearest, systemClock } from '../../base/index.ts';
import type {
  ControlAnswer,
  ControlAsk,
  ControlRequest,
  DeskControl,
  Dump,
  EddyEvent,
  EventKind,
  ProbeOptions,
  RunCard,
  SessionRules,
  TargetLine,
} from '../../wire/protocol/index.ts';
import { HoldBook } from './hold-book.ts';
import { HoldDesk } from './hold-desk.ts';
import { LookDesk } from './look-desk.ts';
import { PlanSender } from './plan-sender.ts';
import type { Asker, Engine, Follower } from './ports.ts';
import { ProbeDesk } from './probe-desk.ts';
import { ProbeFallback } from './probe-fallback.ts';
import { SessionBook } from './session-book.ts';
import { TargetBook } from './target-book.ts';

export interface ControlDeskOptions {
  readonly engine: Engine;
  readonly run: RunCard;
  readonly observeOnly: boolean;
  readonly rules?: SessionRules;
  readonly clock?: Clock;
}

const firstTargetWithinMs = 1_000;

type Doers = { readonly [N in DeskControl]: (ask: ControlAsk<N>, asker: Asker, follower: Follower) => unknown };

/** One run's sessions: hears what its targets say, and does what controllers ask. Who they are is told by who listens. */
export class ControlDesk {
  readonly book: SessionBook;
  readonly #targets = new TargetBook();
  readonly #holds: HoldBook;
  readonly #sender: PlanSender;
  readonly #followers = new Map<Follower, ReadonlySet<string> | undefined>();
  readonly #probeDesk: ProbeDesk;
  readonly #look: LookDesk;
  readonly #run: RunCard;
  readonly #clock: Clock;
  readonly #doers: Doers;
  #cursor = 0;

  constructor({ engine, run, observeOnly, rules = {}, clock = systemClock }: ControlDeskOptions) {
    this.book = new SessionBook({
      clock,
      observeOnly,
      rules,
      onChange: () => this.#sender.sendToAll(),
      onRefused: (...refused) => fallback.refused(...refused),
      onOpened: ({ spec }) => this.#tellOf('session-opened', spec.id, { name: spec.name, match: spec.match }),
      onSet: (session, { spec }) => this.#tellOf('probe-set', session.spec.id, { probe: spec.id, spec }),
      onRemoved: (session, { spec }) => this.#tellOf('probe-removed', session.spec.id, { probe: spec.id }),
      onClosed: ({ spec }, why) => this.#tellOf('session-closed', spec.id, { name: spec.name, why }),
    });
    this.#sender = new PlanSender(engine, this.book, this.#targets, clock);
    const fallback = new ProbeFallback(rules.whenRefused ?? [], { book: this.book, clock });
    this.#holds = new HoldBook(engine, this.#targets);
    const work = { engine, book: this.book, targets: this.#targets, holds: this.#holds, sender: this.#sender, clock };
    const look = new LookDesk(work);
    this.#look = look;
    this.#run = run;
    this.#clock = clock;
    const hold = new HoldDesk(work);
    const probe = new ProbeDesk(work);
    this.#probeDesk = probe;
    this.#doers = {
      hello: (): ControlAnswer<'hello'> => ({ run, targets: this.#targets.all.map(({ info }) => info) }),
      flows: ask => look.flows(ask),
      dump: () => this.dump(),
      streams: ask => look.streams(ask),
      explain: ask => look.explain(ask),
      sessions: ask => look.sessions(ask),
      probe: (ask, asker, { gone }) => probe.set(ask, asker, gone),
      unset: (ask, asker) => probe.unset(ask, asker),
      off: (_, asker) => probe.off(asker),
      holds: ({ targets }) => this.#holds.all(targets),
      variables: ask => hold.variables(ask),
      evaluate: (ask, asker) => hold.evaluate(ask, asker),
      set: (ask, asker) => hold.set(ask, asker),
      step: (ask, asker) => hold.step(ask, asker),
      resume: (ask, asker) => hold.resume(ask, asker),
      follow: (ask, _, follower) => this.#follow(ask, follower),
    };
  }

  async dump(): Promise<Dump> {
    // A program that has just been started says who it is in a moment.
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(firstTargetWithinMs, resolve);
    await Promise.race([this.#targets.first, late]);
    timer.cancel();
    const [{ at, targets }, { holds, silent }] = await Promise.all([this.#look.flows({}), this.#holds.all()]);
    return { version: 1, at, run: this.#run, targets, holds, silent, sessions: this.#look.sessions({}).sessions };
  }

  /** What was asked for on the command line, before the program starts. */
  begin(probing: ProbeOptions, asker: Asker): void {
    this.#probeDesk.begin(probing, asker);
  }

  async call(request: ControlRequest, asker: Asker, follower: Follower): Promise<unknown> {
    const doer = Object.hasOwn(this.#doers, request.do) ? this.#doers[request.do as DeskControl] : undefined;
    if (doer === undefined) {
      const near = nearest(request.do, Object.keys(this.#doers));
      throw fail('bad-usage', `This run knows no "${request.do}".`, {
        hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Use the Eddy that started it.',
      });
    }
    return (doer as (ask: unknown, asker: Asker, follower: Follower) => unknown)(request.ask, asker, follower);
  }

  /** What a target said, in its order. */
  take(line: TargetLine): void {
    if (line.say === 'target') {
      if (this.#targets.add(line.target)) this.#sender.sendTo(line.target.id);
    } else if (line.say === 'state') {
      this.#targets.state(line);
    } else if (line.say === 'event') {
      this.book.take(line.event);
      this.#holds.take(line.event);
      this.#tell(line.event);
    } else if (line.say === 'end') {
      this.targetEnded(line.target);
    }
  }

  /** Something that the hub itself saw, to who follows. */
  announce(event: EddyEvent): void {
    this.#tell(event);
  }

  targetEnded(target: string): void {
    if (!this.#targets.remove(target)) return;
    this.book.targetEnded(target);
    this.#holds.targetEnded(target);
    this.#sender.forget(target);
  }

  #tellOf(kind: EventKind, session: string, data: EddyEvent['data']): void {
    this.#tell({ seq: 0, at: this.#clock.now(), kind, target: '', session, data });
  }

  #follow({ kinds }: ControlAsk<'follow'>, follower: Follower): Record<never, never> {
    // One connection has one following: asked for again, it is another.
    const known = [...this.#followers.keys()].find(({ gone }) => gone === follower.gone);
    this.#followers.set(known ?? follower, kinds === undefined ? undefined : new Set(kinds));
    if (known !== undefined) return {};
    follower.gone.addEventListener('abort', () => this.#followers.delete(follower), { once: true });
    return {};
  }

  /** Events that were told of, since it began. */
  get cursor(): number {
    return this.#cursor;
  }

  #tell(event: EddyEvent): void {
    this.#cursor++;
    for (const [follower, kinds] of this.#followers) if (kinds?.has(event.kind) !== false) follower.tell(event);
  }
}
