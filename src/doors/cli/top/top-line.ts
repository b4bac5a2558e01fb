import { isEddyError } from '../../../base/index.ts';
import type { EventKind, FlowActivity, RunCard } from '../../../wire/protocol/index.ts';
import { type Hub, LastingHub } from '../../client/index.ts';
import type { CliPorts } from '../ports.ts';
import type { TopBook } from './top-book.ts';

/** Few and small; what flows do is asked for, as often as it can be had. */
const kinds: readonly EventKind[] = ['target-started', 'target-ended', 'finding', 'system'];

export interface TopLineOptions {
  readonly ports: Pick<CliPorts, 'dial' | 'plane' | 'clock'>;
  /** Name or pid, as the user gave it. */
  readonly wanted: string | undefined;
  readonly book: TopBook;
  onChange(): void;
  /** The hub of one run has gone with it. */
  onOver(): void;
}

/** The line to the hub, which fills the book. A hub that stays is dialled again when it has gone. */
export class TopLine {
  readonly #options: TopLineOptions;
  readonly #hub: LastingHub;
  #card: RunCard | undefined;

  constructor(options: TopLineOptions) {
    this.#options = options;
    const { book, onChange, onOver, ports } = options;
    this.#hub = new LastingHub({
      dial: () => this.#dial(),
      kinds,
      clock: ports.clock,
      onState: (state, lost) => {
        book.takeState(state, lost, this.#card!);
        onChange();
      },
      onEvent: event => {
        book.takeEvent(event);
        onChange();
      },
      onAway: () => {
        book.takeAway();
        if (this.#card?.stays === true) onChange();
        else {
          this.close();
          onOver();
        }
      },
    });
  }

  /** It must be there. */
  open(): Promise<void> {
    return this.#hub.open();
  }

  async lookAtFlows(): Promise<void> {
    const flows = await this.#hub.ask('flows', { leavesOnly: true });
    this.#options.book.takeFlows(flows);
  }

  /** Locks, and the figures of targets that have told none yet. */
  async lookAtReports(): Promise<void> {
    const { book } = this.#options;
    const reports = await Promise.all(
      book.runIds.map(run =>
        this.#hub.ask('report', run === '' ? {} : { run }).catch(error => {
          // A run that has ended meanwhile; a hub of an older kind, which has none.
          if (isEddyError(error, 'unknown-id') || isEddyError(error, 'refused')) return undefined;
          throw error;
        }),
      ),
    );
    book.takeReports(reports.flatMap(one => (one === undefined ? [] : [one.report])));
  }

  /** One flow with all of its functions; undefined: it has ended. */
  async flow(id: string): Promise<{ flow: FlowActivity; parent: FlowActivity | undefined; at: number } | undefined> {
    const { at, flow } = await this.#find(id);
    if (flow === undefined) return undefined;
    const parent = flow.parent === undefined ? undefined : (await this.#find(flow.parent)).flow;
    return { at, flow, parent };
  }

  close(): void {
    this.#hub.close();
  }

  async #find(id: string): Promise<{ at: number; flow: FlowActivity | undefined }> {
    const { at, targets } = await this.#hub.ask('flows', { flows: [id] });
    const silent = targets.find(({ error }) => error !== undefined)?.error;
    const flow = targets.flatMap(({ activity }) => activity?.flows ?? []).find(one => one.id === id);
    if (flow === undefined && silent !== undefined) throw new Error(silent.message);
    return { at, flow };
  }

  async #dial(): Promise<Hub> {
    const { ports, wanted } = this.#options;
    const known = this.#card;
    // The run that was named may have ended meanwhile: it is the hub that is meant.
    const hub = known === undefined ? await ports.dial(wanted) : await ports.plane.dial(known.name);
    this.#card = hub.run;
    return hub;
  }
}
