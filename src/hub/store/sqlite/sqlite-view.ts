import type { StoreStatus } from '../../session/index.ts';
import { StoreThread } from './store-thread.ts';
import { StoredThings } from './stored-things.ts';
import type { CallName, FileState, ThreadCalls } from './thread-words.ts';

/** Looks at a store that a hub may have open. Changes nothing in it. */
export class SqliteView extends StoredThings {
  readonly #path: string;
  readonly #thread: StoreThread;
  #state: FileState = { bytes: 0, lost: 0, openings: 0 };
  #closing: Promise<void> | undefined;

  private constructor(path: string) {
    super();
    this.#path = path;
    const data = { path, readOnly: true, epoch: '', kept: 0, retention: { maxBytes: 0 } };
    this.#thread = new StoreThread(
      data,
      state => {
        this.#state = state;
      },
      () => {},
    );
  }

  /** Throws `no-store` where there is none that can be read. */
  static async open(path: string): Promise<SqliteView> {
    const view = new SqliteView(path);
    try {
      await view.ask('open', { now: 0 });
    } catch (error) {
      await view.#thread.end();
      throw error;
    }
    return view;
  }

  status(): StoreStatus {
    const { bytes } = this.#state;
    return { kind: 'sqlite', path: this.#path, kept: 0, waiting: 0, dropped: 0, lost: 0, bytes };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  protected ask<N extends CallName>(name: N, ask: ThreadCalls[N]['ask']): Promise<ThreadCalls[N]['answer']> {
    return this.#thread.call(name, ask);
  }

  protected async damaged(): Promise<void> {}

  async #close(): Promise<void> {
    await this.#thread.call('close', null).catch(() => {});
    await this.#thread.end();
  }
}
