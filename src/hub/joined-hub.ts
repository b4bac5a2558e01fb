import { type Clock, isEddyError, Redial } from '../base/index.ts';
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

  private constructor(hub: HubAsk, dial: Dial, clock: Clock) {
    this.#hub = hub;
    this.#dial = dial;
    this.#redial = new Redial({ clock, random: Math.random, dial: () => void this.#returns() });
    this.#stands(hub);
  }

  static async open(dial: Dial, clock: Clock): Promise<JoinedHub> {
    return new JoinedHub(await dial(), dial, clock);
  }

  async ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
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
    else if (this.#following !== undefined) await hub.follow(this.#following.kinds, this.#following.listener);
  }
}
