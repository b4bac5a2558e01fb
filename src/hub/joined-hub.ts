import { type Clock, isEddyError, Redial, type RedialPace } from '../base/index.ts';
import type { ControlAnswer, ControlAsk, ControlName, EddyEvent, EventKind } from '../wire/protocol/index.ts';

/** A hub that stays, as who starts a program asks it. */
export interface HubAsk {
  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
  follow(kinds: readonly EventKind[] | undefined, listener: EventListener): Promise<void>;
  /** Settles when it has gone, or when it was closed here. */
  readonly ended: Promise<void>;
  close(): void;
}

export interface EventListener {
  onEvent(event: EddyEvent): void;
  /** From here on it may miss some. */
  onAway(): void;
  /** It, or one in its place, is there again and is followed. */
  onBack(hub: Pick<HubAsk, 'ask'>): Promise<void>;
}

export type Dial = () => Promise<HubAsk>;

/** The same over whichever connection there is: a hub that went is dialled again until it is back, or close() comes. */
export class JoinedHub {
  readonly #dial: Dial;
  readonly #redial: Redial;
  #hub: HubAsk;
  #following: { readonly kinds: readonly EventKind[] | undefined; readonly listener: EventListener } | undefined;
  #dialling: Promise<void> | undefined;
  #isAway = false;
  #isClosed = false;

  private constructor(hub: HubAsk, dial: Dial, clock: Clock, pace: Partial<RedialPace> | undefined) {
    this.#hub = hub;
    this.#dial = dial;
    this.#redial = new Redial({ clock, random: Math.random, pace, dial: () => void this.#returns() });
    this.#stands(hub);
  }

  static async open(dial: Dial, clock: Clock, pace?: Partial<RedialPace>): Promise<JoinedHub> {
    return new JoinedHub(await dial(), dial, clock, pace);
  }

  async ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    // One that is back is caught up with first: the answer may be the last that is wanted of it.
    await this.#dialling?.catch(() => {});
    const before = this.#hub;
    try {
      return await before.ask(name, ask);
    } catch (error) {
      if (!isEddyError(error, 'closed')) throw error;
    }
    if (this.#hub === before) await this.#dialAgain();
    return this.#hub.ask(name, ask);
  }

  async follow(kinds: readonly EventKind[] | undefined, listener: EventListener): Promise<void> {
    this.#following = { kinds, listener };
    await this.#hub.follow(kinds, listener);
  }

  close(): void {
    this.#isClosed = true;
    this.#hub.close();
  }

  #stands(hub: HubAsk): void {
    this.#redial.connected();
    void hub.ended.then(() => {
      if (this.#isClosed || this.#hub !== hub) return;
      this.#isAway = true;
      this.#following?.listener.onAway();
      this.#redial.lost();
    });
  }

  async #returns(): Promise<void> {
    if (this.#isClosed || !this.#isAway) return;
    await this.#dialAgain().catch(() => this.#redial.lost());
  }

  /** Who comes meanwhile waits for the same one: a second would close it. */
  #dialAgain(): Promise<void> {
    this.#dialling ??= this.#dialOnce().finally(() => {
      this.#dialling = undefined;
    });
    return this.#dialling;
  }

  async #dialOnce(): Promise<void> {
    const hub = await this.#dial();
    this.#hub.close();
    this.#hub = hub;
    this.#isAway = false;
    this.#stands(hub);
    if (this.#isClosed) hub.close();
    if (this.#isClosed || this.#following === undefined) return;
    const { kinds, listener } = this.#following;
    await hub.follow(kinds, listener);
    await listener.onBack(hub);
  }
}
