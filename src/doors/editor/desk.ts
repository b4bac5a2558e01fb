import type { Clock } from '../../base/index.ts';
import type { Binding, EddyEvent, Finding, TargetInfo } from '../../wire/protocol/index.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { ClientFormat } from './client-format.ts';
import { Elsewhere } from './elsewhere.ts';
import { FlowWatch } from './flow-watch.ts';
import { Frames } from './frames.ts';
import { languageOf } from './language.ts';
import type { Outbox } from './outbox.ts';
import { type Apart, Pauses } from './pauses.ts';
import { bindingOf, holdKey, type RunLink } from './run-link.ts';
import { findingText, logText, troubleText } from './said.ts';
import { type Arrival, arrivalOf, arrivalOfHold, type Stop } from './stop.ts';
import { StopBook } from './stop-book.ts';
import { ThreadBook } from './thread-book.ts';
import { Variables } from './variables.ts';

export interface DeskOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Undefined: every target is shown here. */
  readonly only?: string | undefined;
  /** A process or thread beside the first; true: it is shown in a session of its own. */
  giveAway(info: TargetInfo): boolean;
}

/** One run as one editor sees it: what the hub tells becomes threads that stand and run. */
export class EditorDesk {
  readonly link: RunLink;
  readonly threads: ThreadBook;
  readonly stops = new StopBook();
  readonly frames = new Frames();
  readonly variables: Variables;
  readonly watch: FlowWatch;
  readonly #options: DeskOptions;
  readonly #format: ClientFormat;
  readonly #breakpoints: Breakpoints;
  readonly clock: Clock;
  readonly pauses: Pauses;
  /** Other probes in sessions of their own. */
  readonly #apart = new Set<string>();
  /** So many are being set; what comes meanwhile may be theirs. */
  #setting = 0;
  #early: Arrival[] = [];
  /** Threads that were told to go on to their next place. */
  readonly #stepping = new Set<number>();
  /** Stops that the editor itself ended. */
  readonly #letGo = new Set<string>();
  readonly #givenAway = new Set<string>();
  readonly #pids = new Map<string, number>();
  readonly #elsewhere: Elsewhere;
  /** What waits before its first line goes on by itself. */
  letsStart = false;

  constructor(link: RunLink, breakpoints: Breakpoints, format: ClientFormat, options: DeskOptions) {
    this.link = link;
    this.#breakpoints = breakpoints;
    this.#elsewhere = new Elsewhere(target => this.#sweep(target));
    this.pauses = new Pauses(what => link.unsetApart(what));
    this.#format = format;
    this.#options = options;
    const { outbox, clock } = options;
    this.clock = clock;
    this.threads = new ThreadBook({
      started: threadId => outbox.send('thread', { reason: 'started', threadId }),
      exited: threadId => outbox.send('thread', { reason: 'exited', threadId }),
    });
    this.variables = new Variables({ hub: link.hub, threads: this.threads });
    this.watch = new FlowWatch({
      link,
      threads: this.threads,
      clock,
      stands: flow => this.stops.all.some(one => one.kind === 'hold' && one.flow === flow),
      isOurs: target => this.isOurs(target),
    });
  }

  /** Targets that are there already. */
  async lookAround(): Promise<void> {
    const { only } = this.#options;
    // Only the one that is shown is asked: others may be too busy to answer soon.
    const whose = only === undefined ? {} : { flows: [`${only}.`] };
    const { targets } = await this.link.hub.ask('flows', { leavesOnly: true, ...whose });
    for (const { info } of targets) this.meet(info);
  }

  /** What stands already. */
  async lookAtHolds(): Promise<void> {
    const { only } = this.#options;
    const { holds } = await this.link.hub.ask('holds', only === undefined ? {} : { targets: [only] });
    for (const hold of holds) this.#arrive(arrivalOfHold(hold));
  }

  /** Of all processes of the run that are there, those too that other sessions show. */
  get pids(): readonly number[] {
    return [...new Set(this.#pids.values())];
  }

  isOurs(target: string): boolean {
    const { only } = this.#options;
    return (only === undefined || only === target) && !this.#givenAway.has(target);
  }

  /** The editor did not want it in a session of its own. */
  async takeBack(info: TargetInfo): Promise<void> {
    this.#givenAway.delete(info.id);
    this.threads.addTarget(info);
    await this.lookAtHolds();
  }

  readonly onEvent = (event: EddyEvent): void => {
    const { kind, target, data } = event;
    if (kind === 'target-ended') this.#pids.delete(target);
    if (kind === 'target-started') this.meet({ id: target, ...data } as unknown as TargetInfo);
    else if (this.isOurs(target)) this.#take(event);
    else this.#elsewhere.note(event);
  };

  /** Something stands by it, here or where another session shows it. */
  isInUse(probe: string): boolean {
    return this.stops.all.some(one => one.probe === probe) || this.#elsewhere.standsBy(probe);
  }

  #take(event: EddyEvent): void {
    const { kind, target, session, data } = event;
    switch (kind) {
      case 'target-ended':
        this.#targetEnded(target);
        break;
      case 'held':
      case 'stopped':
        this.#arrive(arrivalOf(event));
        break;
      case 'resumed':
        this.#left(holdKey(target, String(data.hold)));
        break;
      case 'log':
        if (session === this.link.session) this.#options.outbox.send('output', logText(event, this.#format));
        break;
      case 'finding':
        // A target that tells all its events says it, too, in its own words; and one that is seen again was shown.
        if (data.finding !== undefined && data.again !== true)
          this.#options.outbox.send('output', findingText(data.finding as Finding, this.#format));
        break;
      default: {
        const binding = bindingOf(event);
        if (binding === undefined) return;
        if (kind === 'probe-failed') this.#tellTrouble(binding);
        this.#breakpoints.bind(binding, this.#format);
      }
    }
  }

  /** The first time; how often is said of the breakpoint. */
  #tellTrouble({ probe, trouble }: Binding): void {
    const words = this.wordsOf(probe);
    if (words === undefined || trouble?.times !== 1) return;
    this.#options.outbox.send('output', troubleText(words, trouble, this.#format));
  }

  /** Sets probes in a session of their own, until they are taken away. */
  setApart(set: () => Promise<Apart>): Promise<Apart> {
    return this.#beside(async () => {
      const made = await set();
      for (const { spec } of made.probes) this.#apart.add(spec.id);
      return made;
    });
  }

  /** The thread is to stand where it comes to next. */
  pause(thread: number, set: () => Promise<Apart>): Promise<void> {
    return this.#beside(() => this.pauses.start(thread, set));
  }

  async #beside<T>(set: () => Promise<T>): Promise<T> {
    this.#setting++;
    try {
      return await set();
    } finally {
      this.#setting--;
      if (this.#setting === 0) for (const one of this.#early.splice(0)) this.#arrive(one);
    }
  }

  /** Its events must not be told before the answer: see Outbox. */
  async resume(stop: Stop, step?: 'over' | 'into' | 'out', force?: boolean): Promise<readonly string[]> {
    this.#letGo.add(stop.key);
    if (step !== undefined) this.#stepping.add(stop.thread);
    else this.#stepping.delete(stop.thread);
    const more = { ...(step === undefined ? {} : { step }), ...(force === undefined ? {} : { force }) };
    const { holds } = await this.link.hub.ask('resume', { hold: stop.key, ...more });
    const [answer] = holds;
    if (answer?.resumed === true) return [];
    this.#letGo.delete(stop.key);
    this.#stepping.delete(stop.thread);
    return answer?.conflicts ?? [];
  }

  /** What was asked for by the probe, where the editor did. */
  wordsOf(probe: string) {
    return this.#breakpoints.ofProbe(probe)?.words;
  }

  close(): void {
    this.watch.close();
  }

  /** Shown here, unless it gets a session of its own. */
  meet(info: TargetInfo): void {
    const { only, giveAway } = this.#options;
    this.#pids.set(info.id, info.pid);
    if (only !== undefined && only !== info.id) return;
    const isFirst = this.threads.targets.length === 0 || info.parent === undefined;
    if (only === undefined && !isFirst && this.threads.target(info.id) === undefined && giveAway(info)) {
      this.#givenAway.add(info.id);
      return;
    }
    this.threads.addTarget(info);
  }

  #targetEnded(target: string): void {
    for (const stop of this.stops.removeTarget(target)) this.#forget(stop);
    this.#breakpoints.targetEnded(target, this.#format);
    this.threads.removeTarget(target);
  }

  #arrive(arrival: Arrival): void {
    const { session, probe, target, flow, kind } = arrival;
    if (!this.isOurs(target)) return;
    if (!this.#concerns(session, probe)) {
      if (this.#setting > 0) this.#early.push(arrival);
      return;
    }
    const thread = kind === 'stop' ? this.threads.main(target) : this.threads.addFlow(flow, target);
    const isFirst = this.stops.ofThread(thread) === undefined;
    const stop = this.stops.add(arrival, thread);
    if (stop === undefined) return;
    void this.#breakpoints.sweep().catch(() => {});
    const isUnwanted = this.#breakpoints.isRetired(probe) && !this.#stepping.has(thread);
    if (isUnwanted || (probe === 'wait' && this.letsStart)) {
      void this.resume(stop).catch(() => {});
      return;
    }
    if (isFirst) this.#tell(stop);
    void this.pauses.stood(thread, probe);
  }

  /** Ours, the wait before the first line, or the program's own word. */
  #concerns(session: string, probe: string): boolean {
    return session === '' || session === this.link.session || this.pauses.isProbe(probe) || this.#apart.has(probe);
  }

  #tell(stop: Stop): void {
    const { thread, kind, probe, after } = stop;
    const isStep = this.#stepping.delete(thread);
    const mark = this.#breakpoints.ofProbe(probe);
    const isPlace = mark === undefined || 'line' in mark.words.place;
    const reason = isStep ? 'step' : this.#reasonOf(probe, isPlace);
    this.#options.outbox.send('stopped', {
      reason,
      threadId: thread,
      allThreadsStopped: kind === 'stop' && this.threads.targets.length <= 1,
      ...(mark === undefined || isStep ? {} : { hitBreakpointIds: [mark.id] }),
      ...(kind === 'hold' ? { description: 'The flow is held; everything else runs on' } : {}),
      ...(after === undefined ? {} : { text: after }),
    });
  }

  #reasonOf(probe: string, isPlace: boolean): 'entry' | 'exception' | 'pause' | 'breakpoint' {
    if (probe === 'wait') return 'entry';
    if (!isPlace) return 'exception';
    return probe === 'breakpoint' || this.pauses.isProbe(probe) ? 'pause' : 'breakpoint';
  }

  #left(key: string): void {
    this.#early = this.#early.filter(one => one.key !== key);
    const stop = this.stops.remove(key);
    const isOurs = this.#letGo.delete(key);
    if (stop === undefined) return;
    this.#forget(stop);
    if (!isOurs) {
      this.#options.outbox.send('continued', { threadId: stop.thread, allThreadsContinued: stop.kind === 'stop' });
    }
    if (!this.#stepping.has(stop.thread)) {
      void this.pauses.left(stop.probe);
      this.#sweep(stop.target);
    }
    const next = this.stops.ofThread(stop.thread);
    if (next !== undefined) this.#tell(next);
    else if (stop.kind === 'hold') this.watch.soon();
  }

  /** While a Python program runs, a change of its lines may miss one: what is over goes when it stands again. */
  #sweep(target: string): void {
    if (languageOf(this.threads.target(target)).hasGates) void this.#breakpoints.sweep().catch(() => {});
  }

  #forget(stop: Stop): void {
    this.frames.forget(stop.key);
    this.variables.forget(stop);
  }
}
