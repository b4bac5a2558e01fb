import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EddyEvent, Hold, Report, SessionView, StoredRun } from '../../src/wire/protocol/index.ts';
import { Books } from './books.ts';
import { EventRing } from './event-ring.ts';
import type { FindingGroup } from './finding-book.ts';
import type { FlowBook } from './flow-book.ts';
import type { LineState, SeenHub } from './line-state.ts';
import type { Past } from './past.ts';
import { after } from './readings.ts';
import type { SystemBook } from './system-book.ts';
import { type SeenTarget, targetTitle } from './target-book.ts';

const maxRecent = 2_000;

/** What views read. Where `run` names one run, what belongs to others is not in the lists. */
export class Seen {
  /** Absent: this is what runs now. */
  readonly past: Past | undefined;
  readonly line: Signal<LineState> = signal<LineState>('opening');
  /** Id of the run that is looked at, which can be the empty word; undefined: all. */
  readonly run: Signal<string | undefined> = signal<string | undefined>(undefined);
  /** Those that run, and those that ended while we looked on; the newest first. */
  readonly runs: ReadonlySignal<readonly StoredRun[]>;
  /** Those that run and do not tell of each flow: what is known of theirs was seen in looks, some seconds apart. */
  readonly unrecorded: ReadonlySignal<readonly StoredRun[]>;
  /** The hub itself; undefined: it has not said. */
  readonly hub: Signal<SeenHub | undefined> = signal<SeenHub | undefined>(undefined);
  /** Those that run. */
  readonly targets: ReadonlySignal<readonly SeenTarget[]>;
  /** The same with those that ended while we looked on. */
  readonly allTargets: ReadonlySignal<readonly SeenTarget[]>;
  readonly findings: ReadonlySignal<readonly FindingGroup[]>;
  /** What stands still, the longest first. */
  readonly holds: ReadonlySignal<readonly Hold[]>;
  /** Without their events. Sessions are the hub's, for all its runs. */
  readonly sessions: Signal<readonly SessionView[]> = signal<readonly SessionView[]>([]);
  /** Of sessions and holds: what was hit, set and let go, the newest last. */
  readonly recent: Signal<readonly EddyEvent[]> = signal<readonly EddyEvent[]>([]);
  /** What happened in flows, of probes and holds alone excepted: those are recent. */
  readonly lately: EventRing = new EventRing();
  /** Events that did not reach us: let go by their target, or on their way to this page. */
  readonly lost: Signal<number> = signal(0);
  /** Others were lost that nobody counted: the hub was away, or this page was. */
  readonly hasUncounted: Signal<boolean> = signal(false);
  /** Epoch ms: of before that nobody told this page what happened, but what a store has. 0: all was told from the start; NaN: nothing yet. */
  readonly seenSince: Signal<number> = signal(Number.NaN);
  /** Flows and findings that there was no room for here. */
  readonly dropped: ReadonlySignal<number>;
  /** Changes with `flows`, once a message. */
  readonly flowsRevision: Signal<number> = signal(0);
  /** Changes with `system`. */
  readonly systemRevision: Signal<number> = signal(0);
  /** Epoch ms of the end of the hub's only run, as its report says it: what is shown is of then. Undefined: it goes on, or nobody told. */
  readonly endedAt: Signal<number | undefined> = signal<number | undefined>(undefined);
  /** By run, as `refreshReports` found them. */
  readonly reports: Signal<ReadonlyMap<string, Report>> = signal<ReadonlyMap<string, Report>>(new Map());
  protected readonly books: Books = new Books();
  protected readonly allHolds: Signal<readonly Hold[]> = signal<readonly Hold[]>([]);
  readonly #revisions = { runs: signal(0), targets: signal(0), findings: signal(0) };

  constructor(past: Past | undefined) {
    this.past = past;
    const { runs, targets, findings } = this.books;
    const changes = this.#revisions;
    const isShown = ({ run }: { readonly run?: string }) => this.isOfRun(run);
    this.runs = computed(() => after(changes.runs, () => runs.all));
    this.unrecorded = computed(() =>
      this.runs.value.filter(run => run.ended === undefined && run.records !== true && this.isOfRun(run.id)),
    );
    this.allTargets = computed(() => after(changes.targets, () => targets.all.filter(isShown)));
    this.targets = computed(() => this.allTargets.value.filter(({ ended }) => ended === undefined));
    this.findings = computed(() => after(changes.findings, () => findings.groups(isShown)));
    this.holds = computed(() =>
      this.allHolds.value.filter(({ target }) => this.isShown(target)).sort((a, b) => a.since - b.since),
    );
    this.dropped = computed(() =>
      after(this.flowsRevision, () => after(changes.findings, () => this.flows.dropped + findings.dropped)),
    );
  }

  get flows(): FlowBook {
    return this.books.flows;
  }

  get system(): SystemBook {
    return this.books.system;
  }

  /** Whether a target is of the run that is looked at. */
  isShown(target: string): boolean {
    return this.run.value === undefined || this.isOfRun(this.target(target)?.run);
  }

  target(id: string): SeenTarget | undefined {
    return after(this.#revisions.targets, () => this.books.targets.get(id));
  }

  /** A short name of it, for people. */
  targetTitle(id: string): string {
    const target = this.target(id);
    if (target === undefined) return id;
    const main = target.kind === 'worker' ? this.target(target.parent ?? '') : undefined;
    return targetTitle(target, main?.pid === target.pid ? main : target);
  }

  /** Of any run, whichever is looked at. */
  countsOf(run: string): { readonly findings: number; readonly targets: number } {
    const isOf = (one: { readonly run?: string }) => (one.run ?? '') === run;
    const running = () => this.books.targets.all.filter(one => one.ended === undefined && isOf(one)).length;
    return {
      findings: after(this.#revisions.findings, () => this.books.findings.groups(isOf).length),
      targets: after(this.#revisions.targets, running),
    };
  }

  protected isOfRun(run: string | undefined): boolean {
    const wanted = this.run.value;
    return wanted === undefined || (run ?? '') === wanted;
  }

  protected addRecent(events: readonly EddyEvent[]): void {
    if (events.length > 0) this.recent.value = [...this.recent.peek(), ...events].slice(-maxRecent);
  }

  protected changed(...what: readonly ('runs' | 'targets' | 'findings')[]): void {
    for (const one of what) this.#revisions[one].value++;
  }

  protected flowsChanged(): void {
    this.flowsRevision.value = this.flows.revision;
  }
}
