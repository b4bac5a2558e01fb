import type { OrderLine } from '../../wire/protocol/index.ts';

/**
 * What a hub asked over this connection. Threads hear numbers of ours: a hub that was started anew counts from one again, and must
 * not take the answer to what another asked for the answer to its own.
 */
export class HubAsks {
  /** By our number: the hub's. */
  readonly #asks = new Map<number, number>();
  #last = 0;

  take(order: OrderLine): OrderLine {
    const id = ++this.#last;
    this.#asks.set(id, order.id);
    return { ...order, id };
  }

  /** A thread's answer as the hub that asked knows it; empty when that one does not wait for it any more. */
  answered(line: string): string {
    const [said, id] = /^\{"say":"answer","id":(\d+)/.exec(line) ?? [];
    const asked = this.#asks.get(Number(id));
    if (said === undefined || asked === undefined) return '';
    if (!line.endsWith(',"more":true}\n')) this.#asks.delete(Number(id));
    return `{"say":"answer","id":${asked}${line.slice(said.length)}`;
  }

  clear(): void {
    this.#asks.clear();
  }
}
