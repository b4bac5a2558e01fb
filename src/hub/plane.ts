import { join } from 'node:path';
import { type Clock, fail, Owner } from '../base/index.ts';
import {
  type ControlAsk,
  controlSocketFile,
  type Dump,
  type EddyEvent,
  type Hello,
  type HubState,
  type PlaneControl,
  planeControls,
  type RunCard,
  type SessionRules,
  targetOf,
} from '../wire/protocol/index.ts';
import { DebugpyEngine } from './engine/debugpy/index.ts';
import {
  type Caller,
  type ControlCall,
  ControlSocket,
  TargetSocket,
  takeLeftByHello,
  takeLeftLines,
} from './listen/index.ts';
import { Run, type RunBack, type RunListener } from './run.ts';
import { ControlDesk, type Store } from './session/index.ts';

export interface PlaneOptions {
  /** Of the hub. */
  readonly card: RunCard;
  /** Private, and ours alone: the sockets are in it. */
  readonly folder: string;
  readonly observeOnly: boolean;
  readonly rules?: SessionRules;
  readonly clock: Clock;
  /** What a controller says first. */
  readonly token: string;
  /** Absent: nothing outlives the hub. */
  readonly store?: Store;
  /** The run that a target belongs to by its token; undefined: it is sent away. */
  admit(token: string, hello: Hello): Run | undefined;
  /** A target was cut off. True: it may come back, and is not lost yet. */
  mayReturn?(run: Run, target: string): boolean;
  /** What only a hub that stays can do. */
  readonly doers?: PlaneDoers;
}

export type PlaneDoers = {
  readonly [N in PlaneControl]?: (ask: ControlAsk<N>, caller: Caller) => unknown;
};

const hubSocketFile = 'hub';

/** Sessions, runs, and the sockets where targets and controllers dial in. */
export class Plane {
  readonly desk: ControlDesk;
  /** The way to targets, those of Python with debugpy beside them. */
  readonly debugpy: DebugpyEngine;
  readonly targets: TargetSocket;
  readonly control: ControlSocket;
  readonly store: Store | undefined;
  readonly clock: Clock;
  readonly #options: PlaneOptions;
  readonly #runs = new Map<string, Run>();
  readonly #owner = new Owner();

  constructor(options: PlaneOptions) {
    const { folder, clock, token, observeOnly, rules = {}, card } = options;
    this.#options = options;
    this.clock = clock;
    this.store = options.store;
    this.debugpy = new DebugpyEngine({ targets: { order: (...order) => this.targets.order(...order) }, clock });
    this.desk = new ControlDesk({
      engine: this.debugpy,
      run: card,
      observeOnly,
      rules,
      clock,
    });
    this.targets = new TargetSocket({
      path: join(folder, hubSocketFile),
      clock,
      admit: (given, hello) => options.admit(given, hello)?.id,
      mayName: (target, run) => this.#mayName(target, run),
      onLine: (line, run) => {
        this.debugpy.take(line);
        this.run(run)?.take(line);
      },
      onGone: (targets, why) => this.#gone(targets, why),
    });
    this.control = new ControlSocket({
      path: this.controlSocket,
      token,
      clock,
      cursor: () => this.desk.cursor,
      onCall: call => this.#call(call),
    });
  }

  /** Where controllers dial in. */
  get controlSocket(): string {
    return join(this.#options.folder, controlSocketFile);
  }

  /** Where targets dial in. */
  get hubSocket(): string {
    return join(this.#options.folder, hubSocketFile);
  }

  async open(): Promise<void> {
    this.#owner.own(() => this.debugpy.close());
    this.#owner.own(() => this.targets.close());
    await this.targets.open();
    this.#owner.own(() => this.control.close());
    await this.control.open();
  }

  openRun(id: string, card: RunCard, listener?: RunListener, back?: RunBack): Run {
    const { desk, clock, store } = this;
    const run = new Run(id, card, { desk, clock, ...(store === undefined ? {} : { store }) }, listener, back);
    this.#runs.set(id, run);
    return run;
  }

  /** Its record is let go: what is to be known of it later is in the store. */
  forgetRun(run: Run): void {
    this.#runs.delete(run.id);
  }

  run(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  get runs(): readonly Run[] {
    return [...this.#runs.values()];
  }

  /** What killed or hasty targets left beside the socket. */
  takeLeft(run: Run, target?: string): void {
    const isOfRun = (hello: Hello) => this.#options.admit(hello.token, hello) === run;
    const { lines, badFiles } = takeLeftLines(this.hubSocket, target, isOfRun);
    for (const line of lines) {
      // Its two sides may have said it both.
      if (line.say === 'event' && run.record.hasHeard(line.event)) continue;
      if (this.#mayName(targetOf(line), run.id)) run.take(line);
    }
    if (badFiles > 0 && target === undefined) run.record.drop('last words', badFiles);
  }

  /** What targets left while no hub was there to hear it. */
  takeLeftBehind(isWanted?: (hello: Hello) => boolean): void {
    for (const { hello, lines } of takeLeftByHello(this.hubSocket, isWanted)) {
      const run = this.#options.admit(hello.token, hello);
      for (const line of lines) if (run !== undefined && this.#mayName(targetOf(line), run.id)) run.take(line);
    }
  }

  /** Where flows of a run waited at its end; undefined where none did. */
  pendingDump(run: Run): Dump | undefined {
    if (run.pending.length === 0) return undefined;
    const at = this.clock.now();
    const { targets } = run.record.report(at);
    const looks = run.pending.flatMap(({ target, activity }) => {
      const info = targets.find(({ id }) => id === target);
      return info === undefined ? [] : [{ target, info, activity }];
    });
    const sessions = this.desk.book.sessions.map(session => session.view());
    return { version: 1, at, run: run.card, targets: looks, holds: [], silent: [], sessions };
  }

  state(): HubState {
    const sessions = this.desk.book.sessions.map(session => ({ ...session.view(), events: [] }));
    return {
      at: this.clock.now(),
      runs: this.runs.map(run => run.stored()),
      targets: this.runs.flatMap(({ id: run, targets }) => targets.map(one => ({ ...one, run }))),
      sessions,
      findings: this.runs.flatMap(({ id: run, record }) => record.findings.map(one => ({ ...one, run }))),
    };
  }

  /** Whether an event is of a session that the hub keeps, or of a hold that belongs to none: the wait before the first line. */
  concernsSession({ session, kind }: EddyEvent): boolean {
    if (session !== undefined && session !== '') return this.desk.book.session(session) !== undefined;
    return kind === 'held' || kind === 'stopped' || kind === 'resumed';
  }

  close(): Promise<void> {
    return this.#owner.close();
  }

  /** A target is of one run: no other speaks for it. */
  #mayName(target: string, run: string): boolean {
    return !this.runs.some(({ id, record }) => id !== run && record.isRunning(target));
  }

  async #call({ request, caller, tell, tellAll, gone }: ControlCall): Promise<unknown> {
    const { doers = {} } = this.#options;
    const doer = Object.hasOwn(doers, request.do) ? doers[request.do as PlaneControl] : undefined;
    if (doer !== undefined) return (doer as (ask: unknown, caller: Caller) => unknown)(request.ask, caller);
    if (planeControls.some(one => one === request.do)) throw this.#onlyServed(request.do);
    // First the whole, then what changes.
    if (request.do === 'follow' && (request.ask as { full?: boolean }).full === true) tellAll(() => this.state());
    const answer = await this.desk.call(request, caller, { tell, gone });
    if (request.do !== 'hello' || this.#options.card.stays !== true) return answer;
    return { ...(answer as object), runs: this.runs.map(run => run.stored()) };
  }

  #onlyServed(what: string): Error {
    return fail('refused', `A hub of one run has no "${what}".`, { hint: 'Start one that stays: eddy serve.' });
  }

  #gone(targets: ReadonlySet<string>, why: { readonly count: string; readonly message: string } | undefined): void {
    if (targets.size === 0 && why !== undefined) this.runs[0]?.record.drop(why.count);
    for (const target of targets) {
      this.debugpy.gone(target);
      const run = this.runs.find(one => one.targets.some(({ id }) => id === target));
      if (run === undefined) continue;
      if (why !== undefined) run.record.drop(why.count);
      this.takeLeft(run, target);
      this.desk.targetEnded(target);
      if (this.#options.mayReturn?.(run, target) === true) continue;
      run.record.lost([target], this.clock.now(), why && `Its connection to the hub was closed: ${why.message}`);
    }
  }
}
