import { fail, Ring } from '../../../base/index.ts';
import { SafeSdk } from './safe-sdk.ts';
import type { SafeSdkOptions } from './sdk-options.ts';
import type { SdkResult } from './sdk-result.ts';
import { type SdkStatistics, statisticsOf } from './sdk-statistics.ts';

export interface SdkSessionManagerOptions {
  /** Runs at once; the others wait their turn in order. */
  readonly maxConcurrent?: number;
  /** Ended runs that are kept. */
  readonly keep?: number;
}

/** What a function is given that runs as a session. */
export interface IsolatedWork {
  readonly signal: AbortSignal;
  readonly attempt: number;
}

export type IsolatedOptions = Omit<SafeSdkOptions<unknown>, 'name' | 'open'>;

export interface IsolatedResult<R> extends SdkResult {
  /** What the function resolved to; absent unless it finished. */
  readonly value?: R;
}

/** Many SDK runs: so many at once, each in a flow of its own, so that one that fails or is stopped leaves the others alone. */
export class SdkSessionManager {
  readonly #maxConcurrent: number;
  /** Made here and not ended. */
  readonly #active = new Map<string, SafeSdk<never>>();
  readonly #finished: Ring<SdkResult>;
  readonly #queue: (() => void)[] = [];
  readonly #ends = new Map<string, number>();
  #running = 0;

  constructor(options: SdkSessionManagerOptions = {}) {
    this.#maxConcurrent = options.maxConcurrent ?? Number.POSITIVE_INFINITY;
    if (!(this.#maxConcurrent >= 1)) {
      throw fail('bad-option', `maxConcurrent is ${String(this.#maxConcurrent)}.`, { hint: 'Give at least 1.' });
    }
    this.#finished = new Ring(options.keep ?? 200);
  }

  /** A run of this manager. It takes its turn when it is read or executed. */
  createSession<M>(options: SafeSdkOptions<M>): SafeSdk<M> {
    const sdk: SafeSdk<M> = new SafeSdk<M>({ ...options, admit: signal => this.#admit(signal) });
    this.#adopt(sdk);
    return sdk;
  }

  /** Runs a session, or a function as one; what fails is in the result and nowhere else. */
  executeIsolated<M>(name: string, work: SafeSdk<M>): Promise<SdkResult>;
  executeIsolated<R>(
    name: string,
    work: (work: IsolatedWork) => R | PromiseLike<R>,
    options?: IsolatedOptions,
  ): Promise<IsolatedResult<R>>;
  async executeIsolated<R>(
    name: string,
    work: SafeSdk<unknown> | ((work: IsolatedWork) => R | PromiseLike<R>),
    options: IsolatedOptions = {},
  ): Promise<IsolatedResult<R>> {
    if (typeof work !== 'function') {
      if (!this.#active.has(work.id)) this.#adopt(work);
      return await work.execute();
    }
    let value: { readonly value: R } | undefined;
    const sdk = this.createSession<unknown>({
      firstMessageMs: Number.POSITIVE_INFINITY,
      ...options,
      name,
      open: (signal, attempt) =>
        once(async () => {
          value = { value: await work({ signal, attempt }) };
        }),
    });
    const result = await sdk.execute();
    return result.state === 'finished' && value !== undefined ? { ...result, ...value } : result;
  }

  /** Stops every session that has not ended, waiting ones too, and resolves when each has. */
  async cancelAllSessions(reason: unknown = 'cancelled'): Promise<SdkResult[]> {
    return await Promise.all([...this.#active.values()].map(sdk => sdk.stop(reason)));
  }

  getSession(id: string): SafeSdk<never> | undefined {
    return this.#active.get(id);
  }

  /** Not ended yet. */
  get active(): SafeSdk<never>[] {
    return [...this.#active.values()];
  }

  /** Newest last; the oldest are let go. */
  get finished(): SdkResult[] {
    return this.#finished.toArray();
  }

  statistics(): SdkStatistics {
    return statisticsOf(this.#finished, this.#ends, { active: this.#active.size, queued: this.#queue.length });
  }

  #adopt<M>(sdk: SafeSdk<M>): void {
    this.#active.set(sdk.id, sdk as unknown as SafeSdk<never>);
    void sdk.result.then(result => {
      this.#active.delete(sdk.id);
      this.#finished.push(result);
      this.#ends.set(result.state, (this.#ends.get(result.state) ?? 0) + 1);
    });
  }

  /** Settles with a way to give the turn back. A run that is stopped while it waits leaves the queue. */
  #admit(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        this.#running++;
        let left = false;
        resolve(() => {
          if (left) return;
          left = true;
          this.#running--;
          this.#queue.shift()?.();
        });
      };
      const leave = (): void => {
        const at = this.#queue.indexOf(enter);
        if (at >= 0) this.#queue.splice(at, 1);
        reject(signal.reason);
      };
      if (this.#running < this.#maxConcurrent) enter();
      else {
        this.#queue.push(enter);
        signal.addEventListener('abort', leave, { once: true });
      }
    });
  }
}

/** One message: what the function comes to. */
async function* once(make: () => Promise<void>): AsyncGenerator<undefined> {
  await make();
  yield undefined;
}
