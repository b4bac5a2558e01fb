import { type Clock, fail, isSameToken, pidAnswers } from '../base/index.ts';
import {
  type ControlAnswer,
  type ControlAsk,
  controlVersion,
  type Hello,
  type HubStatus,
  lostOnTheWay,
  type RunCard,
  type SessionRules,
  type TargetEnd,
  type TargetInfo,
} from '../wire/protocol/index.ts';
import type { KnownRuns } from './known-runs.ts';
import type { Caller } from './listen/index.ts';
import { OwnJoins } from './own-joins.ts';
import { reportOf } from './past.ts';
import { Plane } from './plane.ts';
import type { Run, RunListener } from './run.ts';
import { RunTokens } from './run-tokens.ts';
import type { Store } from './session/index.ts';
import { SessionKeeper } from './session-keeper.ts';

export interface StayingHubOptions {
  readonly card: RunCard;
  readonly version: string;
  readonly folder: string;
  readonly token: string;
  readonly observeOnly: boolean;
  readonly rules?: SessionRules;
  readonly clock: Clock;
  readonly store: Store;
  readonly known: KnownRuns;
  /** Hears what happens in every run. */
  readonly outlets?: RunListener;
  /** Where it listens beside its own sockets. */
  listens(): readonly string[];
  /** It has a dashboard, or will have one soon. */
  readonly hasPage?: boolean;
  /** Of its dashboard; absent or undefined: it has none. */
  newLink?(): string | undefined;
}

/** A target that was cut off may come back for so long, if its process is there. */
const returnsWithinMs = 60_000;
/** A run of which no target was ever seen is given up after this. */
const comesWithinMs = 60_000;
/** What a program that has ended had said may still be in its sockets; so long. */
const drainMs = 250;
const drainEveryMs = 5;
const maxRuns = 1_000;

/** Runs that come and go, in one plane. Loops: `look`, called now and then. */
export class StayingHub {
  readonly plane: Plane;
  readonly #options: StayingHubOptions;
  readonly #tokens: RunTokens;
  readonly #sessions: SessionKeeper;
  readonly #joins: OwnJoins;
  /** By target that was cut off: since when, monotonic ms. */
  readonly #away = new Map<string, number>();
  /** By run: when it began to be without targets, monotonic ms. */
  readonly #empty = new Map<string, number>();
  readonly #asked = Promise.withResolvers<void>();
  /** Of runs that are over: events that were lost on their way. */
  #unheard = 0;

  constructor(options: StayingHubOptions) {
    const { card, folder, observeOnly, rules = {}, clock, token, store } = options;
    this.#options = options;
    this.#tokens = new RunTokens(token);
    this.plane = new Plane({
      card,
      folder,
      observeOnly,
      rules,
      clock,
      token,
      store,
      admit: (given, hello) => this.#admit(given, hello),
      mayReturn: (_, target) => {
        this.#away.set(target, clock.monotonic());
        return true;
      },
      doers: {
        status: () => this.status(),
        openRun: (ask: ControlAsk<'openRun'>, caller) => this.#openRun(ask, caller),
        endRun: (ask: ControlAsk<'endRun'>) => this.#endRun(ask),
        report: (ask: ControlAsk<'report'>) => this.#report(ask),
        history: (ask: ControlAsk<'history'>) => this.#history(ask),
        events: async (ask: ControlAsk<'events'>) => {
          await store.flush();
          return store.events(ask);
        },
        dashboard: () => {
          const link = options.newLink?.();
          return link === undefined ? {} : { link };
        },
        shutdown: () => {
          this.#asked.resolve();
          return {};
        },
      },
    });
    this.#sessions = new SessionKeeper(this.plane.desk.book, store);
    this.#joins = new OwnJoins(this.plane, { clock, maxRuns, outlets: options.outlets });
  }

  /** Settles when somebody asked for the end. */
  get asked(): Promise<void> {
    return this.#asked.promise;
  }

  status(): HubStatus {
    const { card, version, store, clock } = this.#options;
    const { desk, targets, control } = this.plane;
    const runs = this.plane.runs.filter(run => !run.isOver || run.targets.length > 0);
    const kept = store.status();
    const unheard = this.plane.runs.reduce((sum, run) => sum + run.countUnheard(), this.#unheard);
    const dropped = {
      'store items': kept.dropped,
      // What a hub before took in and never kept is missing in the numbers, too.
      [lostOnTheWay]: Math.max(0, unheard - kept.lost),
    };
    return {
      at: clock.now(),
      version,
      hub: card,
      runs: runs.map(run => ({ ...run.stored(), targetCount: run.targets.length })),
      targets: runs.flatMap(run => run.targets),
      openSessions: desk.book.open.length,
      probes: desk.book.plan.probes.length,
      connections: { targets: targets.connectionCount, controllers: control.connectionCount },
      listens: this.#options.listens(),
      store: kept,
      dropped: Object.fromEntries(Object.entries(dropped).filter(([, count]) => count > 0)),
      troubles: kept.trouble === undefined ? [] : [kept.trouble],
    };
  }

  /** Who is gone for good, and what is to be kept. */
  look(): void {
    const { clock } = this.#options;
    const now = clock.monotonic();
    void this.#recall();
    // Of those that ended before they were heard, nobody asks for a run's end.
    this.plane.takeLeftBehind(({ token }) => isSameToken(token, this.#options.token));
    for (const run of this.plane.runs) {
      for (const info of run.targets) this.#lookAt(run, info, now);
      run.countUnheard();
      if (run.targets.length > 0 || run.isOver) {
        this.#empty.delete(run.id);
        if (run.targets.length === 0) this.#forget(run);
        continue;
      }
      const since = this.#empty.get(run.id) ?? now;
      this.#empty.set(run.id, since);
      const end = this.#joins.endOf(run);
      if (end !== undefined) run.end(end);
      else if (!pidAnswers(run.card.pid) || now - since > comesWithinMs) run.end({ how: 'lost' });
    }
    this.#sessions.keep('');
  }

  async close(): Promise<void> {
    await this.plane.desk.call({ id: 0, do: 'off', ask: {} }, this.#self, noFollower).catch(() => {});
    this.#sessions.keep('');
    await this.plane.close();
    for (const run of this.plane.runs)
      if (!run.isOver) this.#options.store.put({ item: 'report', run: run.id, report: run.report() });
  }

  /** It is over, and so are those that it left behind. */
  #forget(run: Run): void {
    run.close();
    this.#unheard += run.countUnheard();
    this.#options.known.ended(run.stored());
    this.plane.forgetRun(run);
  }

  #lookAt(run: Run, { id, pid }: TargetInfo, now: number): void {
    const since = this.#away.get(id);
    if (since === undefined) return;
    if (this.plane.targets.has(id)) {
      this.#away.delete(id);
    } else if (!pidAnswers(pid) || now - since > returnsWithinMs) {
      this.#away.delete(id);
      run.record.lost([id], this.#options.clock.now());
    }
  }

  #admit(token: string, hello: Hello): Run | undefined {
    if (isSameToken(token, this.#options.token)) return this.#joins.runOf(hello);
    const id = this.#tokens.runOf(token);
    if (id === undefined) return undefined;
    // Of before we were started again, or one that had no targets for a while.
    return this.plane.run(id) ?? this.#openAgain(id);
  }

  #openAgain(id: string): Run {
    const { clock, known } = this.#options;
    return this.plane.openRun(id, known.card(id, clock.now()), this.#options.outlets, {
      mayBeKept: known.mayBeKept(id),
      unheard: known.unheard(id),
    });
  }

  /** Who is who, where the store could not be read at first. */
  async #recall(): Promise<void> {
    const { clock, known } = this.#options;
    if (known.isRead) return;
    await known.read();
    for (const run of this.plane.runs)
      if (!run.mayBeKept && known.mayBeKept(run.id)) run.introduce(known.card(run.id, clock.now()));
  }

  #openRun({ words, cwd, name, records }: ControlAsk<'openRun'>, { pid }: Caller): ControlAnswer<'openRun'> {
    const { clock, card } = this.#options;
    if (this.plane.runs.length >= maxRuns) {
      throw fail('refused', `There are ${maxRuns} runs already.`, { hint: 'Wait until some have ended.' });
    }
    if (
      name !== undefined &&
      (name === card.name || this.plane.runs.some(run => !run.isOver && run.card.name === name))
    ) {
      throw fail('refused', `A run of the name ${name} is there already.`, { hint: 'Choose another --name.' });
    }
    let started = clock.now();
    // Two of one process may be asked for in one moment.
    while (this.plane.run(runId(started, pid)) !== undefined) started++;
    const id = runId(started, pid);
    const named = name === undefined ? {} : { name };
    const recording = records === true || this.#options.hasPage === true ? { records: true as const } : {};
    const run = this.plane.openRun(
      id,
      { version: controlVersion, pid, words, cwd, started, ...named, ...recording },
      this.#options.outlets,
    );
    const { plan, rules } = this.plane.desk.book;
    return { run: run.id, hub: this.plane.hubSocket, token: this.#tokens.of(run.id), plan, rules, ...recording };
  }

  async #endRun({ run: id, end, pid }: ControlAsk<'endRun'>): Promise<ControlAnswer<'endRun'>> {
    await this.#recall();
    const run = this.#known(id);
    await this.#drained(run);
    await run.recalled();
    this.plane.takeLeft(run);
    if (pid !== undefined) run.record.rootStarted(pid);
    const pending = this.plane.pendingDump(run);
    return { report: run.end(end as TargetEnd), ...(pending === undefined ? {} : { pending }) };
  }

  async #drained(run: Run): Promise<void> {
    const { clock } = this.#options;
    const until = clock.monotonic() + drainMs;
    const isSpeaking = ({ id, pid }: TargetInfo) => this.plane.targets.has(id) && !pidAnswers(pid);
    while (run.targets.some(isSpeaking) && clock.monotonic() < until)
      await new Promise<void>(resolve => void clock.after(drainEveryMs, resolve));
  }

  async #report({ run: wanted }: ControlAsk<'report'>): Promise<ControlAnswer<'report'>> {
    const { store } = this.#options;
    const live = this.plane.runs.find(({ id, card }) => wanted === undefined || id === wanted || card.name === wanted);
    if (live !== undefined) return { report: live.report() };
    await store.flush();
    return { report: await reportOf(store, wanted) };
  }

  async #history({ name, limit }: ControlAsk<'history'>): Promise<ControlAnswer<'history'>> {
    const { store } = this.#options;
    this.#sessions.keep('');
    await store.flush();
    const query = { ...(name === undefined ? {} : { name }), ...(limit === undefined ? {} : { limit }) };
    return { runs: await store.runs(query), sessions: await store.sessions(limit === undefined ? {} : { limit }) };
  }

  #known(id: string): Run {
    const run = this.plane.run(id);
    if (run !== undefined) return run;
    if (this.#options.known.isOpen(id)) return this.#openAgain(id);
    throw fail('unknown-id', `There is no run "${id}" here.`, { hint: 'Which there were: eddy history.' });
  }

  get #self() {
    return { pid: process.pid, uid: process.getuid?.() ?? -1, as: 'eddy serve' };
  }
}

const noFollower = { tell: () => {}, gone: new AbortController().signal };

function runId(started: number, pid: number): string {
  return `${started.toString(36)}-${pid.toString(36)}`;
}
