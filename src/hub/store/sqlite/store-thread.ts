import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fail } from '../../../base/index.ts';
import type { CallName, FileState, Reply, ThreadCalls, ThreadData } from './thread-words.ts';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The thread that has the file. SQLite is loaded there alone: never before a store is opened, and what Node says of it
 * being experimental is not seen. It holds the process only while an answer is awaited.
 */
export class StoreThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onState: (state: FileState) => void;
  #lastId = 0;
  #gone: string | undefined;

  constructor(data: ThreadData, onState: (state: FileState) => void, onGone: (why: string) => void) {
    this.#onState = onState;
    this.#worker = new Worker(entry(), {
      workerData: data,
      env: { ...process.env, NODE_OPTIONS: '' },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      name: 'eddy store',
    });
    this.#worker.unref();
    this.#worker.on('message', (reply: Reply) => this.#take(reply));
    const gone = (why: string) => {
      if (this.#gone !== undefined) return;
      this.#gone = why;
      for (const { reject } of this.#waiting.values()) reject(fail('closed', `The store's thread is gone: ${why}`));
      this.#waiting.clear();
      onGone(why);
    };
    this.#worker.on('error', (error: Error) => gone(error.message));
    this.#worker.on('exit', status => gone(`it ended with status ${status}.`));
  }

  call<N extends CallName>(name: N, ask: ThreadCalls[N]['ask']): Promise<ThreadCalls[N]['answer']> {
    if (this.#gone !== undefined) return Promise.reject(fail('closed', `The store's thread is gone: ${this.#gone}`));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = ++this.#lastId;
    if (this.#waiting.size === 0) this.#worker.ref();
    this.#waiting.set(id, { resolve, reject });
    this.#worker.postMessage({ id, name, ask });
    return promise as Promise<ThreadCalls[N]['answer']>;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    this.#onState(reply.state);
    if ('answer' in reply) waiting?.resolve(reply.answer);
    else waiting?.reject(fail(reply.error.code, reply.error.message, { data: reply.error.data }));
  }
}

/** Beside us where we run unbuilt; else the built file. */
function entry(): URL {
  const isSource = extname(fileURLToPath(import.meta.url)) === '.ts';
  return new URL(isSource ? './thread-main.ts' : './store.cjs', import.meta.url);
}
