import type { Bus, BusListener, SessionEvent, Subscription } from './bus-port.ts';

export interface MemoryBusOptions {
  /** Of one session and one listener, events that may wait. */
  readonly maxWaiting?: number;
}

const maxWaitingUnlessTold = 1000;

/** A bus within one process. */
export class MemoryBus implements Bus {
  readonly #maxWaiting: number;
  readonly #lines = new Set<Line>();

  constructor({ maxWaiting = maxWaitingUnlessTold }: MemoryBusOptions = {}) {
    this.#maxWaiting = maxWaiting;
  }

  publish(event: SessionEvent): void {
    for (const line of this.#lines) line.take(event);
  }

  subscribe(listener: BusListener): Subscription {
    const line = new Line(listener, this.#maxWaiting, () => this.#lines.delete(line));
    this.#lines.add(line);
    return line;
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }
}

/** The way to one listener. One loop a session, which ends when nothing of it waits. */
class Line implements Subscription {
  waiting = 0;
  dropped = 0;
  failed = 0;
  readonly #listener: BusListener;
  readonly #maxWaiting: number;
  readonly #onClose: () => void;
  readonly #queues = new Map<string, SessionEvent[]>();
  readonly #loops = new Set<Promise<void>>();
  #closed = false;

  constructor(listener: BusListener, maxWaiting: number, onClose: () => void) {
    this.#listener = listener;
    this.#maxWaiting = maxWaiting;
    this.#onClose = onClose;
  }

  take(event: SessionEvent): void {
    const queue = this.#queues.get(event.session);
    this.waiting++;
    if (queue === undefined) {
      const first = [event];
      this.#queues.set(event.session, first);
      const loop: Promise<void> = this.#run(event.session, first).finally(() => this.#loops.delete(loop));
      this.#loops.add(loop);
      return;
    }
    queue.push(event);
    if (queue.length <= this.#maxWaiting) return;
    queue.shift();
    this.waiting--;
    this.dropped++;
  }

  async idle(): Promise<void> {
    await Promise.all(this.#loops);
  }

  close(): void {
    this.#closed = true;
    this.waiting = 0;
    this.#queues.clear();
    this.#onClose();
  }

  async #run(session: string, queue: SessionEvent[]): Promise<void> {
    // Who publishes is never called back from within.
    await undefined;
    for (let event = queue.shift(); event !== undefined && !this.#closed; event = queue.shift()) {
      this.waiting--;
      try {
        await this.#listener(event);
      } catch {
        this.failed++;
      }
    }
    if (this.#queues.get(session) === queue) this.#queues.delete(session);
  }
}
