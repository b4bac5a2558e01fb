import type { Session } from 'node:inspector';
import { systemClock } from '../../base/index.ts';

const sayAgainMs = 5;

/** Pauses of V8 in the main thread, as one session hears of them. */
export class GoOn {
  readonly #session: Session;
  #pauses = 0;
  #isPaused = false;

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** `look`: what is done before V8 goes on. */
  constructor(session: Session, look: (params: unknown) => Promise<void>) {
    this.#session = session;
    session.on('Debugger.paused', ({ params }) => {
      const pause = ++this.#pauses;
      this.#isPaused = true;
      void look(params)
        .catch(() => {})
        .then(() => this.#goOn(pause))
        .catch(() => {});
    });
    session.on('Debugger.resumed', () => {
      this.#isPaused = false;
    });
  }

  /** Said until it is so: while the thread's own session hears of the same pause, V8 takes the word and waits all the same. */
  async #goOn(pause: number): Promise<void> {
    while (this.#isPaused && this.#pauses === pause) {
      await post(this.#session, 'Debugger.resume');
      await new Promise<void>(resolve => void systemClock.after(sayAgainMs, resolve));
    }
  }
}

export function post(session: Session, method: string, params: object = {}): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error, answer) => {
      if (error === null) resolve((answer ?? {}) as Record<string, unknown>);
      else reject(new Error(error.message));
    });
  });
}
