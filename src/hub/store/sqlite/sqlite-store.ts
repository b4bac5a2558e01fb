import { type Clock, fail, newTargetId, type Timer } from '../../../base/index.ts';
import type { Store, StoreItem, StoreStatus } from '../../session/index.ts';
import { type Retention, type Row, tryToRow } from '../rows/index.ts';
import { StoreThread } from './store-thread.ts';
import { StoredThings } from './stored-things.ts';
import { TallyFile } from './tally.ts';
import type { CallName, FileState, ThreadCalls } from './thread-words.ts';
import { WaitingRows } from './waiting-rows.ts';

export interface StoreSettings {
  readonly path: string;
  readonly retention: Retention;
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
  readonly clock: Clock;
}

/** One that is written, and one that is there when it is done. */
const batchesUnderWay = 2;
const pruneEveryMs = 60_000;
const threadAgainMs = 1_000;
const closeWithinMs = 10_000;

/**
 * The hub's side. What is put waits in a bounded queue, goes to the thread in batches, and counts as kept when the thread
 * says so. Runs: the thread, started again when it dies; a timer that prunes; both end with close().
 */
export class SqliteStore extends StoredThings implements Store {
  readonly #settings: StoreSettings;
  readonly #clock: Clock;
  readonly #epoch = newTargetId();
  readonly #waiting: WaitingRows;
  readonly #flushes: { readonly upTo: number; readonly done: () => void }[] = [];
  #thread: StoreThread | undefined;
  #tally: TallyFile | undefined;
  #state: FileState = { bytes: 0, lost: 0, openings: 0 };
  #threadTrouble: string | undefined;
  #timers: Timer[] = [];
  #accepted = 0;
  #kept = 0;
  /** Of what was accepted. */
  #dropped = 0;
  #refused = 0;
  #underWay = 0;
  #isSending = false;
  #closing: Promise<void> | undefined;

  private constructor(settings: StoreSettings) {
    super();
    this.#settings = settings;
    this.#clock = settings.clock;
    this.#waiting = new WaitingRows(settings.maxWaiting, settings.maxWaitingBytes);
  }

  static async open(settings: StoreSettings): Promise<SqliteStore> {
    const store = new SqliteStore(settings);
    try {
      await store.#startThread();
    } catch (error) {
      // Before its thread ends: it would be started again.
      store.#closing = Promise.resolve();
      await store.#thread?.end();
      throw error;
    }
    const prune = () => void store.prune().catch(() => {});
    store.#timers.push(store.#clock.every(pruneEveryMs, prune));
    prune();
    return store;
  }

  put(item: StoreItem): void {
    const row = this.#closing === undefined ? tryToRow(item) : undefined;
    if (row === undefined || !this.#waiting.push(row)) {
      this.#refused++;
      return;
    }
    this.#accepted++;
    if (this.#isSending) return;
    this.#isSending = true;
    // With what else is put before the hub looks up: one write to the tally, one batch.
    queueMicrotask(() => this.#send());
  }

  flush(): Promise<void> {
    if (this.#settled === this.#accepted) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flushes.push({ upTo: this.#accepted, done: resolve });
    return promise;
  }

  status(): StoreStatus {
    const { bytes, lost, setAside } = this.#state;
    const trouble = this.#threadTrouble ?? this.#state.trouble;
    return {
      kind: 'sqlite',
      path: this.#settings.path,
      kept: this.#kept,
      waiting: this.#accepted - this.#settled,
      dropped: this.#dropped + this.#refused,
      lost,
      bytes,
      ...(trouble === undefined ? {} : { trouble }),
      ...(setAside === undefined ? {} : { setAside }),
    };
  }

  prune(): Promise<number> {
    return this.ask('prune', { now: this.#clock.now() });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  protected ask<N extends CallName>(name: N, ask: ThreadCalls[N]['ask']): Promise<ThreadCalls[N]['answer']> {
    if (this.#thread !== undefined) return this.#thread.call(name, ask);
    return Promise.reject(fail('closed', `The store ${this.#settings.path} is not open.`));
  }

  protected async damaged(why: string): Promise<void> {
    await this.ask('damaged', { why, now: this.#clock.now() });
  }

  get #settled(): number {
    return this.#kept + this.#dropped;
  }

  async #startThread(): Promise<void> {
    const { path, retention } = this.#settings;
    const data = { path, readOnly: false, epoch: this.#epoch, kept: this.#kept, retention };
    const thread = new StoreThread(
      data,
      state => this.#take(state),
      why => this.#threadGone(thread, why),
    );
    this.#thread = thread;
    await thread.call('open', { now: this.#clock.now() });
    this.#threadTrouble = undefined;
    this.#send();
  }

  #send(): void {
    this.#isSending = false;
    this.#writeTally();
    while (this.#thread !== undefined && this.#underWay < batchesUnderWay && this.#waiting.size > 0)
      void this.#sendBatch(this.#thread, this.#waiting.take());
  }

  async #sendBatch(thread: StoreThread, rows: readonly Row[]): Promise<void> {
    this.#underWay++;
    try {
      const { isKept } = await thread.call('keep', { rows, now: this.#clock.now() });
      if (isKept) this.#kept += rows.length;
      else this.#dropped += rows.length;
    } catch {
      // The thread died: some may be in the file all the same.
      this.#dropped += rows.length;
    }
    this.#underWay--;
    this.#settle();
    this.#send();
  }

  #settle(): void {
    while (this.#flushes.length > 0 && this.#flushes[0]!.upTo <= this.#settled) this.#flushes.shift()!.done();
  }

  #take(state: FileState): void {
    if (state.openings !== this.#state.openings) {
      this.#tally?.close();
      this.#tally = new TallyFile(this.#settings.path);
    }
    this.#state = { ...state, lost: Math.max(state.lost, this.#state.lost) };
  }

  #writeTally(): void {
    const accepted = this.#accepted;
    this.#tally?.write({ epoch: this.#epoch, pid: process.pid, accepted, dropped: this.#dropped });
  }

  #threadGone(thread: StoreThread, why: string): void {
    if (this.#thread !== thread || this.#closing !== undefined) return;
    this.#thread = undefined;
    this.#threadTrouble = `its thread is gone: ${why}`;
    const again = () => void this.#startThread().catch(() => {});
    this.#timers.push(this.#clock.after(threadAgainMs, again));
  }

  async #close(): Promise<void> {
    const late = this.#clock.after(closeWithinMs, () => void this.#thread?.end(), { holdsProcess: true });
    this.#send();
    if (this.#thread !== undefined) await this.flush();
    await this.#thread?.call('close', null).catch(() => {});
    late.cancel();
    await this.#thread?.end();
    for (const timer of this.#timers) timer.cancel();
    // Only where the thread had died.
    this.#dropped += this.#waiting.size;
    this.#settle();
    this.#writeTally();
    this.#tally?.close();
  }
}
