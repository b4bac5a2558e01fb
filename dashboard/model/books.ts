import type { EddyEvent, HubState, Report, StoredRun } from '../../src/wire/protocol/index.ts';
import { EventOrder } from './event-order.ts';
import { FindingBook, type SeenFinding } from './finding-book.ts';
import { FlowBook } from './flow-book.ts';
import { RunBook } from './run-book.ts';
import { SystemBook } from './system-book.ts';
import { type SeenTarget, TargetBook } from './target-book.ts';

/** What is different after news. */
export interface Changes {
  runs: boolean;
  targets: boolean;
  findings: boolean;
  system: boolean;
  /** Something of sessions happened: the hub has to be asked what they are now. */
  sessions: boolean;
  holds: boolean;
  /** Flows that we know nothing of are there. */
  strangers: boolean;
  /** Events that never came. */
  lost: number;
  /** Those that were not here already. */
  readonly fresh: EddyEvent[];
  /** Of sessions and holds. */
  readonly recent: EddyEvent[];
}

const ofSessions: ReadonlySet<string> = new Set([
  'session-opened',
  'session-closed',
  'probe-set',
  'probe-removed',
  'probe-bound',
  'probe-refused',
  'probe-failed',
  'held',
  'stopped',
  'snap',
  'log',
]);
const ofHolds: ReadonlySet<string> = new Set(['held', 'stopped', 'resumed']);

/** Targets, runs, flows, findings and figures, as news and reports tell of them. Each is bounded. */
export class Books {
  readonly targets: TargetBook = new TargetBook();
  readonly runs: RunBook = new RunBook();
  readonly flows: FlowBook = new FlowBook();
  readonly findings: FindingBook = new FindingBook();
  readonly system: SystemBook = new SystemBook();
  readonly #order = new EventOrder();
  /** Targets that a hub that is back has not named yet, and since when (epoch ms). */
  readonly #awaited = new Map<string, number>();
  /** Targets that tell of each flow. */
  readonly #tellers = new Set<string>();

  /** Whether some target that runs does not tell of each flow: only looks show what it does. */
  get hasSilent(): boolean {
    return this.targets.all.some(
      ({ id, ended, run = '' }) =>
        ended === undefined && this.runs.get(run)?.records !== true && !this.#tellers.has(id),
    );
  }

  /** Nothing more comes: what has told no end ended with its hub. */
  end(): void {
    const last = this.targets.all.reduce((at, { ended = 0 }) => Math.max(at, ended), 0);
    for (const id of this.targets.missingIn([])) this.#end(id, last);
    this.runs.reset([], last);
    this.#awaited.clear();
  }

  /** `isBack`: the hub may have been started again, and its targets are on their way to it. */
  takeState(state: HubState, isBack: boolean): void {
    const ids = new Set(state.runs.map(({ id }) => id));
    for (const target of state.targets) {
      this.targets.add(target);
      this.#awaited.delete(target.id);
    }
    for (const id of this.targets.missingIn(state.targets))
      if (isBack) this.#awaited.set(id, state.at);
      else if (!this.#awaited.has(id)) this.#end(id, state.at);
    this.takeRuns(state.runs, state.at);
    this.findings.reset(state.findings, ({ run = '' }) => run === '' || ids.has(run));
  }

  /** So many are known to be lost: gaps of that size tell nothing new. */
  lost(count: number): void {
    this.#order.lost(count);
  }

  /** Those that the hub has now. */
  takeRuns(runs: readonly StoredRun[], at: number): void {
    if (this.#awaited.size === 0) this.runs.reset(runs, at);
    else for (const run of runs) this.runs.add(run);
  }

  /** What did not come back to its hub by now has ended. */
  giveUp(): void {
    for (const [id, at] of this.#awaited) this.#end(id, at);
    this.#awaited.clear();
  }

  takeEvents(events: readonly EddyEvent[]): Changes {
    const changes = noChanges();
    for (const event of events) {
      const missing = this.#order.missingBefore(event);
      if (missing === undefined) continue;
      changes.lost += missing;
      changes.fresh.push(event);
      this.#take(event, changes);
    }
    return changes;
  }

  /** Events of the past, of some kinds: their numbers have gaps. */
  takePast(events: readonly EddyEvent[]): Changes {
    const changes = noChanges();
    for (const event of events) this.#take(event, changes);
    return changes;
  }

  takeReport(run: StoredRun, report: Report | undefined): void {
    this.runs.add(run);
    if (report === undefined) return;
    for (const target of report.targets) {
      this.targets.add({ ...target, run: run.id });
      this.targets.end(target.id, target.ended ?? report.ended, target.end);
      const ended = target.ended ?? report.ended;
      this.system.takeTotals(target.id, ended, figuresOf(report.system[target.id]), ended - target.started);
    }
    this.takeCourses(report);
    for (const finding of report.findings) this.findings.take({ ...finding, run: run.id });
  }

  /** How figures went before this page looked. */
  takeCourses({ courses = {} }: Report): void {
    for (const [target, course] of Object.entries(courses)) this.system.takeCourse(target, course);
  }

  #end(target: string, at: number, end?: SeenTarget['end']): void {
    this.targets.end(target, at, end);
    this.flows.endTarget(target, at);
  }

  #hasRun(id: string): boolean {
    const run = this.runs.get(id);
    return run !== undefined && run.ended === undefined;
  }

  #take(event: EddyEvent, changes: Changes): void {
    const { kind, flow, target, at, data } = event;
    if (flow !== undefined && kind !== 'flow-started' && !this.flows.knows(flow)) changes.strangers = true;
    if (ofSessions.has(kind)) changes.sessions = true;
    if (ofHolds.has(kind)) changes.holds = true;
    if (ofSessions.has(kind) || kind === 'resumed') changes.recent.push(event);
    switch (kind) {
      case 'flow-started':
      case 'flow-ended':
        this.flows.take(event);
        this.#tellers.add(target);
        break;
      case 'finding':
        if (!isFinding(data.finding)) break;
        this.findings.take({ ...data.finding, target: data.finding.target ?? target, ...runOf(event) });
        changes.findings = true;
        break;
      case 'system':
        this.system.take(event);
        changes.system = true;
        break;
      case 'target-started':
        this.targets.add({ ...(data as unknown as SeenTarget), id: target });
        this.#awaited.delete(target);
        changes.targets = true;
        // No event tells of the flow of its main program.
        changes.strangers = true;
        if (!this.#hasRun(String(data.run ?? ''))) changes.runs = true;
        break;
      case 'target-ended':
        this.#awaited.delete(target);
        this.#end(target, at, data.end as SeenTarget['end']);
        this.#order.forget(target);
        this.#tellers.delete(target);
        changes.targets = true;
        changes.runs = true;
    }
  }
}

function noChanges(): Changes {
  return {
    runs: false,
    targets: false,
    findings: false,
    system: false,
    sessions: false,
    holds: false,
    strangers: false,
    lost: 0,
    fresh: [],
    recent: [],
  };
}

function runOf({ data }: EddyEvent): { readonly run?: string } {
  return typeof data.run === 'string' ? { run: data.run } : {};
}

/** Those of a target itself have other words; what counts is what the hub says. */
function isFinding(value: unknown): value is SeenFinding {
  return typeof value === 'object' && value !== null && 'kind' in value && 'sites' in value && 'count' in value;
}

function figuresOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
