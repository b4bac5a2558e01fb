import { type Clock, isEddyError, type Timer } from '../../base/index.ts';
import type { RunLink } from './run-link.ts';
import type { ThreadBook } from './thread-book.ts';

const firstLookMs = 100;
const lastLookMs = 2_000;
/** Bound flows that are listed as threads; the others by `eddy/activity`. */
const mostFlows = 200;

export interface FlowWatchWork {
  readonly link: RunLink;
  readonly threads: ThreadBook;
  readonly clock: Clock;
  /** Whether it is held now. */
  stands(flow: string): boolean;
  isOurs(target: string): boolean;
}

/**
 * Which flows are threads of the editor: those that are held, and those that are bound to its session. No event tells that one
 * has ended, so the program is asked: soon after a flow went on, then ever more rarely. One loop, while there are such flows.
 */
export class FlowWatch {
  readonly #work: FlowWatchWork;
  #timer: Timer | undefined;
  #waitMs = firstLookMs;
  #looking: Promise<void> | undefined;
  #isOver = false;

  constructor(work: FlowWatchWork) {
    this.#work = work;
  }

  /** A flow went on, or the editor looks at the list. */
  soon(): void {
    this.#waitMs = firstLookMs;
    this.#timer?.cancel();
    this.#again();
  }

  /** One look at a time; who asks meanwhile gets that one. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  close(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }

  #again(): void {
    if (this.#isOver || this.#running().length === 0) return;
    this.#timer = this.#work.clock.after(this.#waitMs, () => {
      this.#waitMs = Math.min(lastLookMs, this.#waitMs * 2);
      void this.look().then(() => this.#again());
    });
  }

  #running(): string[] {
    const { threads, stands } = this.#work;
    return threads.all.flatMap(one => (one.kind === 'flow' && !stands(one.flow) ? [one.flow] : []));
  }

  async #look(): Promise<void> {
    const { link, threads, stands, isOurs } = this.#work;
    const isOfFlows = link.settings.match.length > 0;
    const running = this.#running();
    if (!isOfFlows && running.length === 0) return;
    try {
      const { targets } = await link.hub.ask('flows', { leavesOnly: true, ...(isOfFlows ? {} : { flows: running }) });
      const answered = new Set<string>();
      const alive = new Set<string>();
      for (const { target, activity } of targets) {
        if (activity === undefined || !isOurs(target)) continue;
        answered.add(target);
        let listed = 0;
        for (const { id, name, sessions } of activity.flows) {
          alive.add(id);
          const isBound = isOfFlows && sessions.includes(link.session) && ++listed <= mostFlows;
          if (isBound || threads.flow(id) !== undefined) threads.addFlow(id, target, name);
        }
      }
      for (const flow of running) {
        const thread = threads.flow(flow);
        if (thread !== undefined && answered.has(thread.target) && !alive.has(flow) && !stands(flow)) {
          threads.removeFlow(flow);
        }
      }
    } catch (error) {
      // The next look will tell, or the run has ended.
      if (!isEddyError(error)) throw error;
    }
  }
}
