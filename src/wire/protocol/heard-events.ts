import type { EddyEvent } from './event.ts';

/** A number of an event, and how many its target had let go itself until then. */
interface Mark {
  readonly seq: number;
  readonly letGo: number;
}

/** Under which `dropped` counts them. */
export const lostOnTheWay = 'events lost on their way';

const atBirth: Mark = { seq: 0, letGo: 0 };

/**
 * Of one target's events: how many are missing and were not let go by the target, which counts those. They were on their way
 * when a hub was killed or a line was cut.
 */
export class HeardEvents {
  /** What was heard before; undefined until its first event, of one that was there before us. */
  #from: Mark | undefined;
  #first: Mark | undefined;
  #last: Mark = atBirth;
  #lastTaken = 0;
  #heard = 0;

  /** `isBack`: another hub heard of it before. */
  constructor(isBack: boolean) {
    this.#from = isBack ? undefined : atBirth;
  }

  take({ seq, letGo = 0 }: EddyEvent): void {
    this.#first ??= { seq, letGo };
    this.#heard++;
    this.#lastTaken = Math.max(this.#lastTaken, seq);
    this.#reach({ seq, letGo });
  }

  /** A target says them in their order: one that it left beside may have come over its connection, too. */
  has({ seq }: EddyEvent): boolean {
    return seq <= this.#lastTaken;
  }

  /** As the target says it of itself. */
  said(mark: Mark): void {
    this.#reach(mark);
  }

  /** The last that was heard of it before us; later ones are ours. */
  heardBefore({ seq, letGo = 0 }: EddyEvent): void {
    if (this.#first === undefined || seq < this.#first.seq) this.#from ??= { seq, letGo };
  }

  get missing(): number {
    const from = this.#from ?? (this.#first && { seq: this.#first.seq - 1, letGo: this.#first.letGo });
    if (from === undefined) return 0;
    const { seq, letGo } = this.#last;
    return Math.max(0, seq - from.seq - this.#heard - (letGo - from.letGo));
  }

  #reach({ seq, letGo }: Mark): void {
    this.#last = { seq: Math.max(seq, this.#last.seq), letGo: Math.max(letGo, this.#last.letGo) };
  }
}
