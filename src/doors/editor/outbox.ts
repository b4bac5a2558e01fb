import type { DapConnection, DapEvents, EventName, Exchange } from '../../wire/dap/index.ts';

/**
 * Events to the editor. An answer comes before what it brought about: a thread that stands again before `continue` is
 * answered would be taken for one that runs.
 */
export class Outbox {
  readonly #connection: DapConnection;
  readonly #waiting: (() => void)[] = [];
  #held = 0;

  constructor(connection: DapConnection) {
    this.#connection = connection;
  }

  send<E extends EventName>(event: E, body: DapEvents[E]): void {
    const send = () => this.#connection.sendEvent(event, body);
    if (this.#held === 0) send();
    else this.#waiting.push(send);
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
