import type { EddyEvent } from '../../src/wire/protocol/index.ts';

/** Of small events some megabytes. */
const maxKept = 20_000;

/** What happened in flows of late, of all of them together: who opens one later has it. The oldest go first. */
export class EventRing {
  /** Epoch ms of the newest that was let go of; 0: none was. */
  goneUntil = 0;
  readonly #events: EddyEvent[] = [];
  /** Place of the oldest, once the ring is full. */
  #oldest = 0;

  add(event: EddyEvent): void {
    if (event.flow === undefined && event.kind !== 'scope-cancelled') return;
    if (this.#events.length < maxKept) {
      this.#events.push(event);
      return;
    }
    this.goneUntil = Math.max(this.goneUntil, this.#events[this.#oldest]!.at);
    this.#events[this.#oldest] = event;
    this.#oldest = (this.#oldest + 1) % maxKept;
  }

  /** In no order. */
  all(): readonly EddyEvent[] {
    return this.#events;
  }
}
