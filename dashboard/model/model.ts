import type { EddyEvent, Report, StoredRun, StoreStatus } from '../../src/wire/protocol/index.ts';
import type { LiveNews } from '../hub/index.ts';
import { beforeKinds, CatchUp } from './catch-up.ts';
import { FlowSamples } from './flow-samples.ts';
import { Pace, type PaceOptions } from './pace.ts';
import type { Past } from './past.ts';
import type { ModelPorts } from './ports.ts';
import { eventKey, readReports, takeReportFlows } from './readings.ts';
import { Seen } from './seen.ts';

const maxReports = 100;
/** Targets dial a hub that was started again at growing distances; it waits for them as long. */
const returnsWithinMs = 60_000;
/** What is asked of the hub because of events: soon, but not for each. */
const soon = { leastMs: 150, times: 2, mostMs: 5_000 };
/** A look at all flows of all targets costs each of them some milliseconds a thousand flows. */
const rarely = { leastMs: 2_000, times: 20, mostMs: 60_000 };

/**
 * Everything the page knows: of what runs now or, where `past` is there, of one run that is over. `take` and the asks below are
 * the only ways in.
 */
export class Model extends Seen {
  /** What flows were at whenever somebody looked: see `sampleFlows`. */
  readonly samples: FlowSamples;
  /** Of the page: another model can be made with them. */
  readonly ports: ModelPorts;
  readonly #catchUp: CatchUp;
  #stopWaiting: (() => void) | undefined;
  #store: StoreStatus['kind'] | undefined;
  readonly #listeners = new Set<(event: EddyEvent) => void>();
  readonly #paces: { readonly [What in 'sessions' | 'holds' | 'runs' | 'flows']: Pace };

  constructor(ports: ModelPorts, past?: Past) {
    super(past);
    this.ports = ports;
    this.samples = new FlowSamples(ports, () => this.line.value === 'there');
    this.#catchUp = new CatchUp({
      ask: ports.ask,
      take: events => this.#takeEvents(events),
      takeBefore: events => this.takePast(events),
    });
    const paced = (pace: PaceOptions, work: () => Promise<void>) =>
      new Pace(ports, pace, async () => (this.line.peek() === 'there' ? work() : undefined));
    this.#paces = {
      sessions: paced(soon, () => this.refreshSessions()),
      holds: paced(soon, () => this.refreshHolds()),
      runs: paced(soon, () => this.#refreshRuns()),
      flows: paced(rarely, () => this.refreshFlows()),
    };
  }

  /**
   * Of the hub, or of what was kept: views ask here and nowhere else. What the hub of one run cannot know is not asked.
   */
  readonly ask: ModelPorts['ask'] = async (name, question) => {
    if (name === 'events' && this.past === undefined && (await this.#keepsNothing()))
      throw new Error('This hub keeps no history.');
    return this.ports.ask(name, question);
  };

  /** Each event as it comes; gives a function that ends it. */
  onEvent(listener: (event: EddyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  take(news: LiveNews): void {
    if (news.say === 'state') this.#takeState(news);
    else if (news.say === 'events') this.#catchUp.hear(news.events);
    else this.line.value = news.say;
    if (news.say === 'over') this.#takeLast(news.last?.report);
  }

  /** What is known of the line beside what comes on it. */
  setLine(state: 'cut' | 'shut-out'): void {
    // What is over is not looked for any more.
    if (this.line.value !== 'over') this.line.value = state;
  }

  /** Looks at these again and again, for the view of that name, until it says others, or none. */
  sampleFlows(ids: readonly string[], view: string): void {
    if (this.past === undefined) this.samples.watch(ids, view);
  }

  async refreshSessions(): Promise<void> {
    const { sessions } = await this.ports.ask('sessions', { withoutEvents: true });
    this.sessions.value = sessions;
  }

  async refreshHolds(): Promise<void> {
    const { holds } = await this.ports.ask('holds', {});
    this.allHolds.value = holds;
  }

  /** All flows that are alive: of targets that were there before us, or do not tell of each flow. */
  async refreshFlows(): Promise<void> {
    if (this.ports.isHidden()) return;
    const { targets } = await this.ports.ask('flows', { leavesOnly: true });
    for (const { activity } of targets) if (activity !== undefined) this.flows.takeLook(activity);
    this.flowsChanged();
    if (this.books.hasSilent) this.#paces.flows.want();
  }

  /** Of each run that is looked at, the newest where there are many, as it stands now. A view that shows them asks as often as it needs. */
  async refreshReports(): Promise<void> {
    if (this.past !== undefined) return;
    const running = this.runs.value.filter(({ id, ended }) => ended === undefined && this.isOfRun(id));
    const told = await readReports(this.ask, running);
    this.reports.value = new Map([...new Map([...this.reports.value, ...told])].slice(-maxReports));
  }

  /** Of the run that is over; absent: none was kept. */
  takeReport(run: StoredRun, report: Report | undefined): void {
    this.line.value = 'past';
    this.books.takeReport(run, report);
    if (report !== undefined) this.reports.value = new Map([[run.id, report]]);
    this.changed('runs', 'targets', 'findings');
    this.systemRevision.value = this.system.revision;
  }

  /** What the door still has of before this page: of flows alone, as a state says the rest. */
  takeBefore(events: readonly EddyEvent[]): void {
    const isWhole = events.some(({ kind, data }) => kind === 'target-started' && data.parent === undefined);
    this.seenSince.value = isWhole ? 0 : Math.min(this.seenSince.peek(), events[0]?.at ?? Number.POSITIVE_INFINITY);
    this.takePast(events.filter(({ kind }) => beforeKinds.includes(kind)));
    for (const event of events) this.lately.add(event);
  }

  /** Of a time before, in their order. */
  takePast(events: readonly EddyEvent[]): void {
    this.addRecent(this.books.takePast(events).recent);
    this.changed('targets', 'findings');
    this.flowsChanged();
  }

  /** All that is known of it was told. */
  finishPast(): void {
    this.#end();
  }

  /** The page is looked at again. */
  wake(): void {
    this.samples.again();
    if (this.line.value === 'there') this.#paces.flows.want();
  }

  close(): void {
    this.samples.close();
    this.#stopWaiting?.();
    for (const pace of Object.values(this.#paces)) pace.close();
  }

  #takeState({ state, lost, uncounted }: Extract<LiveNews, { say: 'state' }>): void {
    const isFirst = !this.#catchUp.hasBegun;
    const isBack = !isFirst && (this.line.peek() !== 'there' || uncounted === true);
    // Where nothing runs yet, nothing is missed.
    if (isFirst) this.seenSince.value = state.targets.length === 0 ? 0 : state.at;
    this.books.takeState(state, isBack);
    this.sessions.value = state.sessions;
    this.line.value = 'there';
    this.changed('runs', 'targets', 'findings');
    this.flowsChanged();
    for (const pace of [this.#paces.holds, this.#paces.flows]) pace.want();
    this.samples.again();
    if (isBack) this.#waitForReturn();
    if (isFirst) void this.#readBefore().catch(() => {});
    if (isFirst || isBack) void this.#readMissed(state.at, lost, uncounted === true);
    else this.#lose(lost);
  }

  /** What the hub still has of the time before this page. */
  async #readBefore(): Promise<void> {
    const { sessions } = await this.ports.ask('sessions', {});
    const events = sessions.flatMap(session => session.events).sort((a, b) => a.at - b.at);
    const known = new Set(this.recent.peek().map(eventKey));
    this.recent.value = [...events.filter(one => !known.has(eventKey(one))), ...this.recent.peek()];
    await this.refreshReports();
    for (const report of this.reports.peek().values()) {
      takeReportFlows(this.flows, report);
      this.books.takeCourses(report);
    }
    this.systemRevision.value = this.system.revision;
    this.flowsChanged();
  }

  /** What a store gives back is not lost; what it does not have is missing in the numbers. */
  async #readMissed(at: number, lost: number, uncounted: boolean): Promise<void> {
    const findRuns = async () => {
      await this.#refreshRuns();
      return this.hub.peek()?.stays === true ? this.runs.peek().filter(({ ended }) => ended === undefined) : undefined;
    };
    await this.#catchUp.read(at, findRuns, () => {
      this.#lose(lost);
      if (uncounted) this.hasUncounted.value = true;
    });
  }

  #lose(count: number): void {
    this.books.lost(count);
    this.lost.value += count;
  }

  #takeEvents(events: readonly EddyEvent[]): void {
    const changes = this.books.takeEvents(events);
    const ofProbes = new Set(changes.recent);
    for (const event of changes.fresh) {
      this.#tell(event);
      if (!ofProbes.has(event)) this.lately.add(event);
    }
    this.addRecent(changes.recent);
    if (changes.lost > 0) this.lost.value += changes.lost;
    if (changes.targets) this.changed('targets');
    if (changes.findings) this.changed('findings');
    if (changes.system) this.systemRevision.value = this.system.revision;
    if (changes.sessions) this.#paces.sessions.want();
    if (changes.holds) this.#paces.holds.want();
    // A hub of one run goes with it, and says so itself.
    if (changes.runs && this.hub.peek()?.stays !== false) this.#paces.runs.want();
    // A look tells of those whose birth nobody told us.
    if (changes.strangers || changes.lost > 0) this.#paces.flows.want();
    this.flowsChanged();
  }

  /** A listener that throws hears nothing more, and all others do. */
  #tell(event: EddyEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#listeners.delete(listener);
        this.ports.onTrouble?.(error);
      }
    }
  }

  #waitForReturn(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = this.ports.after(returnsWithinMs, () => {
      this.books.giveUp();
      this.changed('targets');
      this.flowsChanged();
      this.#paces.runs.want();
    });
  }

  /** Of a hub that has ended with its run: how that stood then. */
  #takeLast(report: Report | undefined): void {
    const run = this.runs.peek()[0]?.id;
    if (report !== undefined && run !== undefined) {
      this.reports.value = new Map([[run, report]]);
      takeReportFlows(this.flows, report);
      this.endedAt.value = report.ended;
    }
    this.#end();
  }

  #end(): void {
    this.books.end();
    this.changed('runs', 'targets');
    this.flowsChanged();
    this.allHolds.value = [];
  }

  /** Where that is not known either, the hub says it. */
  async #keepsNothing(): Promise<boolean> {
    if (this.#store === undefined) await this.#refreshRuns().catch(() => {});
    return this.#store === 'none';
  }

  async #refreshRuns(): Promise<void> {
    const { runs, at, hub, store } = await this.ports.ask('status', {});
    this.#store = store.kind;
    this.hub.value = { ...hub, stays: hub.stays === true };
    this.books.takeRuns(runs, at);
    this.changed('runs');
  }
}
