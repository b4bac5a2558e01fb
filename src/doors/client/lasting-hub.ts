import { type Clock, fail, isEddyError, Redial, type RedialPace, systemClock } from '../../base/index.ts';
import type {
  ControlAnswer,
  ControlAsk,
  ControlName,
  EddyEvent,
  EventKind,
  HubState,
} from '../../wire/protocol/index.ts';
import type { Hub } from './hub-line.ts';

export interface LastingHubOptions {
  /** As `openStaying` and `dialHub` do. */
  dial(): Promise<Hub>;
  /** The whole: first, when it is back, and whenever events were lost. */
  onState(state: HubState, lost: number): void;
  onEvent?(event: EddyEvent): void;
  /** Events of these kinds alone; absent: all. */
  readonly kinds?: readonly EventKind[];
  /** It has gone, and is dialled again. */
  onAway?(): void;
  /** How it is dialled again, where not as usual. */
  readonly pace?: Partial<RedialPace>;
  readonly clock?: Clock;
  /** At least 0, below 1; for the distances between tries. */
  random?(): number;
}

/** A hub that may be started again meanwhile: it is dialled until it is there, and told from the whole state on. */
export class LastingHub {
  readonly #options: LastingHubOptions;
  readonly #redial: Redial;
  #hub: Hub | undefined;
  #isClosed = false;

  constructor(options: LastingHubOptions) {
    this.#options = options;
    const { clock = systemClock, random = Math.random, pace } = options;
    this.#redial = new Redial({ clock, random, pace, dial: () => void this.#dialAgain() });
  }

  /** The first time it must be there. */
  async open(): Promise<void> {
    await this.#take(await this.#options.dial());
  }

  get isThere(): boolean {
    return this.#hub !== undefined;
  }

  /** Fails while it is away: what was asked then would be asked of another time. */
  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    if (this.#hub !== undefined) return this.#hub.ask(name, ask);
    return Promise.reject(
      fail('closed', 'The hub is away; it is dialled again.', { hint: 'Ask again when it is back.' }),
    );
  }

  close(): void {
    this.#isClosed = true;
    this.#hub?.close();
  }

  async #dialAgain(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#take(await this.#options.dial());
    } catch (error) {
      // One that refuses us is there, and will go on refusing.
      if (isEddyError(error, 'refused')) this.#isClosed = true;
      else this.#redial.lost();
    }
  }

  async #take(hub: Hub): Promise<void> {
    const { onState, onEvent, onAway, kinds } = this.#options;
    if (this.#isClosed) {
      hub.close();
      return;
    }
    await hub.follow(kinds, {
      onEvent: event => onEvent?.(event),
      onState: (state, lost) => onState(state, lost),
    });
    this.#hub = hub;
    this.#redial.connected();
    void hub.ended.then(() => {
      this.#hub = undefined;
      if (this.#isClosed) return;
      onAway?.();
      this.#redial.lost();
    });
  }
}
