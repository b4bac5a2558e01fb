import type { DapConnection, DapEvents, EventName, Exchange } from '../../wire/dap/index.ts';

/** What an editor has not read of a program's output; more is left out, and counted. */
const maxUnreadBytes = 16 * 1024 * 1024;

/**
 * Events to the editor. An answer comes before what it brought about: a thread that stands again before `continue` is
 * answered would be taken for one that runs.
 */
export class Outbox {
  readonly #connection: Pick<DapConnection, 'sendEvent' | 'unreadBytes'>;
  readonly #waiting: (() => void)[] = [];
  #held = 0;
  #leftOut = 0;

  constructor(connection: Pick<DapConnection, 'sendEvent' | 'unreadBytes'>) {
    this.#connection = connection;
  }

  send<E extends EventName>(event: E, body: DapEvents[E]): void {
    const send = () => this.#connection.sendEvent(event, body);
    if (this.#held === 0) send();
    else this.#waiting.push(send);
  }

  /** What the program wrote. It is never kept waiting by an editor that does not read. */
  output(category: 'stdout' | 'stderr', output: string): void {
    if (this.#connection.unreadBytes > maxUnreadBytes) {
      this.#leftOut += output.length;
      return;
    }
    this.tellLeftOut();
    this.send('output', { category, output });
  }

  /** The program has written its last. */
  tellLeftOut(): void {
    if (this.#leftOut === 0) return;
    const text = `eddy: ${this.#leftOut} characters of output were left out: they came faster than they were read.\n`;
    this.#leftOut = 0;
    this.send('output', { category: 'console', output: text });
  }

  /** Until the answer is written. */
  holdBack(exchange: Exchange): void {
    this.#held++;
    exchange.afterAnswer(() => {
      this.#held--;
      if (this.#held === 0) for (const send of this.#waiting.splice(0)) send();
    });
  }
}
