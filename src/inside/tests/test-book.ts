import type { Listing, TestRecord, TestState } from '../../wire/protocol/index.ts';
import type { Activations } from '../runtime/activations/index.ts';
import type { Flow, Runtime } from '../runtime/inside.ts';
import type { Probes } from '../runtime/probes/index.ts';
import { lastPlaces, waitingPlaces } from './test-places.ts';
import { type Look, type TestAbout, TestRun } from './test-run.ts';

/** Tests that failed are kept, this many; others are counted. */
const mostKept = 200;
const mostLive = 50;
/** A test that has run for longer is looked at: what is known of it is told before anybody ends its process. */
const oldMs = 1_000;

export interface ToldOfTests {
  /** What is known of a test has changed so that somebody should hear of it soon. */
  readonly onNews: (isUrgent: boolean) => void;
  /** A test is about to run. */
  readonly onBegin: () => void;
  /** All have ended, and what is known was told: its process may be ended from now on. */
  readonly onAllEnded: () => void;
}

/** The tests of one thread. */
export class TestBook {
  readonly #rt: Runtime;
  readonly #activations: Activations;
  readonly #probes: Probes;
  readonly #told: ToldOfTests;
  readonly #live = new Set<TestRun>();
  readonly #kept: TestRun[] = [];
  readonly #counts = new Map<TestState, number>();
  #total = 0;
  #dropped = 0;
  /** Those that run are looked at now, however young. */
  #isBlocked = false;

  constructor(rt: Runtime, activations: Activations, probes: Probes, told: ToldOfTests) {
    this.#rt = rt;
    this.#activations = activations;
    this.#probes = probes;
    this.#told = told;
  }

  begin(about: TestAbout): TestRun {
    const { trails } = this.#probes;
    const run = new TestRun(
      this.#rt,
      about,
      flow => trails.follow(flow),
      (one, how) => this.#look(one, how),
    );
    this.#total++;
    this.#live.add(run);
    this.#told.onBegin();
    return run;
  }

  /** Its runner says so. It may go on to its hooks. */
  failed(run: TestRun, error: unknown, isStuck: boolean): void {
    if (run.state !== 'running' && run.state !== 'passed') return;
    run.failed(error, isStuck);
    if (this.#kept.length < mostKept) this.#kept.push(run);
    else this.#dropped++;
    if (this.#rt.listening) this.#rt.emit('test', run.flow, { ...this.#record(run) });
    this.#told.onNews(true);
  }

  ended(run: TestRun): void {
    if (!this.#live.delete(run)) return;
    run.ended();
    this.#probes.trails.end(run.flow);
    this.#counts.set(run.state, (this.#counts.get(run.state) ?? 0) + 1);
    // Its process may be ended as soon as it has no more to do.
    if (this.#live.size === 0) this.#told.onNews(false);
  }

  /** It skipped itself: it counts as little as one that its runner never began. */
  skipped(run: TestRun): void {
    if (!this.#live.delete(run)) return;
    this.#total--;
    run.ended();
    this.#probes.trails.end(run.flow);
    if (this.#live.size === 0) this.#told.onNews(false);
  }

  /** Its process may be ended from now on: what is known is told at once. */
  allEnded(): void {
    this.#told.onNews(true);
    this.#told.onAllEnded();
  }

  /** The thread is blocked, by a test perhaps. */
  blocked(say: () => void): void {
    if (this.#live.size === 0) return;
    this.#isBlocked = true;
    try {
      say();
    } finally {
      this.#isBlocked = false;
    }
  }

  list(): Listing {
    const live = [...this.#live].filter(run => run.state === 'running');
    const listed = [...live.slice(0, mostLive), ...this.#kept];
    const summary = Object.fromEntries(this.#counts);
    for (const { state } of this.#live) {
      const counted = state === 'running' && this.#rt.ending ? 'hanging' : state;
      summary[counted] = (summary[counted] ?? 0) + 1;
    }
    return {
      total: this.#total,
      live: live.length,
      items: listed.map(run => ({ ...this.#record(run) })),
      dropped: this.#dropped + Math.max(0, live.length - mostLive),
      summary,
    };
  }

  #record(run: TestRun): TestRecord {
    return run.record(run.tookMs < oldMs && !this.#rt.ending && !this.#isBlocked, this.#findingsOf(run));
  }

  #look({ flow, trail }: TestRun, how: 'waits' | 'threw'): Look {
    const isOf = (one: Flow) => this.#probes.trails.of(one) === trail;
    const look = () => {
      const waiting = how === 'waits' ? waitingPlaces(this.#activations, this.#probes, flow, trail) : [];
      // Code without gates is not seen to wait: where it was before it came there says more than nothing.
      const places = waiting.length > 0 ? waiting : lastPlaces(flow, trail);
      const holds = [...(flow.held ?? [])].map(one => one.title ?? 'something');
      const isHeld = [...this.#probes.held].some(({ visit }) => isOf(visit.flow));
      return {
        ...(places.length === 0 ? {} : { places }),
        ...(holds.length === 0 ? {} : { holds }),
        ...(isHeld ? { wasHeld: true as const } : {}),
      };
    };
    return this.#rt.guard('look at a test', look) ?? {};
  }

  #findingsOf({ trail }: TestRun): TestRecord['findings'] {
    const ids = trail.flowIds;
    return this.#rt.findings
      .list()
      .filter(({ flows }) => flows.some(({ id }) => ids.has(id)))
      .slice(0, 10)
      .map(({ kind, message }) => ({ kind, message }));
  }
}
