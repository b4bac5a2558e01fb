import { type EddyEvent, encodeLine } from '../../wire/protocol/index.ts';
import type { Channel } from '../keeper/index.ts';

/** Events on their way to the keeper. Each says how many before it were let go, so that a hub knows what else is missing. */
export class SaidEvents {
  readonly #channel: Channel;
  readonly #counts: { drop(what: string): void };
  #seq = 0;
  #withoutRoom = 0;

  constructor(channel: Channel, counts: { drop(what: string): void }) {
    this.#channel = channel;
    this.#counts = counts;
  }

  say(event: EddyEvent, urgent = false): void {
    this.#seq = event.seq;
    const letGo = this.#letGo;
    const line = encodeLine({ say: 'event', event: letGo === 0 ? event : { ...event, letGo } });
    if (this.#channel.tryWrite(line)) {
      if (urgent) this.#channel.ring();
      return;
    }
    this.#withoutRoom++;
    this.#counts.drop('event lines');
  }

  get mark(): { readonly seq: number; readonly letGo: number } {
    return { seq: this.#seq, letGo: this.#letGo };
  }

  /** For want of room in the channel, or in the keeper while its hub was away. */
  get #letGo(): number {
    return this.#withoutRoom + this.#channel.eventsLetGo;
  }
}
