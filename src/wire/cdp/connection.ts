import { counter, fail } from '../../base/index.ts';
import { type CdpPlace, type CdpWaits, dialText, type TextSocket } from './socket.ts';

export type { CdpPlace, CdpWaits };

type Fields = Readonly<Record<string, unknown>>;

interface Asked {
  readonly method: string;
  resolve(result: Fields): void;
  reject(error: Error): void;
}

export async function dialCdp(place: CdpPlace, waits: CdpWaits): Promise<CdpConnection> {
  return new CdpConnection(await dialText(place, waits), waits);
}

/**
 * One conversation with an inspector. Questions run beside each other and are taken in the order of asking; an event goes to its
 * listeners when it comes, before any later answer does.
 */
export class CdpConnection {
  /** Settles, never fails, when nothing more can come: with the reason, for people. */
  readonly ended: Promise<string>;
  readonly #socket: TextSocket;
  readonly #waits: CdpWaits;
  readonly #nextId = counter();
  readonly #asked = new Map<number, Asked>();
  readonly #listeners = new Map<string, Set<(params: Fields) => void>>();
  #end: string | undefined;

  constructor(socket: TextSocket, waits: CdpWaits) {
    this.#socket = socket;
    this.#waits = waits;
    this.ended = socket.ended.then(why => {
      this.#end = why;
      for (const one of this.#asked.values()) one.reject(over(one.method, why));
      this.#asked.clear();
      return why;
    });
    socket.listen(text => this.#take(text));
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  get localPort(): number {
    return this.#socket.localPort;
  }

  /** Fails with `no-answer` past its time, `refused` where the inspector says no, `closed` where it has gone. */
  async ask(method: string, params: Fields = {}, withinMs = this.#waits.withinMs): Promise<Fields> {
    if (this.#end !== undefined) throw over(method, this.#end);
    const id = this.#nextId();
    const answer = Promise.withResolvers<Fields>();
    this.#asked.set(id, { method, resolve: answer.resolve, reject: answer.reject });
    const silent = () => answer.reject(fail('no-answer', `${method}: no answer within ${withinMs} ms.`));
    const timer = this.#waits.clock.after(withinMs, silent, { holdsProcess: true });
    this.#socket.send(JSON.stringify({ id, method, params }));
    try {
      return await answer.promise;
    } finally {
      timer.cancel();
      this.#asked.delete(id);
    }
  }

  /** Returns a way to hear no more. A listener must not throw. */
  on(method: string, listener: (params: Fields) => void): () => void {
    const all = this.#listeners.get(method) ?? new Set();
    this.#listeners.set(method, all.add(listener));
    return () => all.delete(listener);
  }

  async close(): Promise<void> {
    await this.#socket.close();
    await this.ended;
  }

  #take(text: string): void {
    const message = JSON.parse(text) as {
      id?: number;
      method?: string;
      params?: Fields;
      result?: Fields;
      error?: { message?: string; data?: unknown };
    };
    if (message.id === undefined) {
      for (const listener of this.#listeners.get(message.method ?? '') ?? []) listener(message.params ?? {});
      return;
    }
    const asked = this.#asked.get(message.id);
    if (message.error === undefined) asked?.resolve(message.result ?? {});
    else
      asked?.reject(
        fail('refused', `${asked.method}: the inspector says: ${message.error.message ?? 'no reason'}.`, {
          data: { error: message.error },
        }),
      );
  }
}

function over(method: string, why: string): Error {
  return fail('closed', `${method}: the inspector’s connection is over: ${why}.`);
}
