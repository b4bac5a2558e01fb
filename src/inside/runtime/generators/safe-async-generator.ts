import { types } from 'node:util';
import { fail } from '../../../base/index.ts';
import { type Context, runtime, Trace } from '../core/index.ts';
import { generatorReturnStuck } from '../findings/generator-return-stuck.ts';
import { generatorUnstarted } from '../findings/generator-unstarted.ts';
import { isIgnored, type SafeGeneratorOptions } from './safe-generator-options.ts';
import { takeOverGenerator } from './take-over.ts';
import { watchOf } from './watch-generators.ts';

export type SafeGeneratorState = 'unstarted' | 'open' | 'closing' | 'closed';

type Inner<T> = AsyncIterable<T> | AsyncIterator<T, unknown, unknown>;

/** Wraps an async generator, or anything that can be iterated with `for await`, so that it is closed once, in time, by its owner. */
export function safeGenerator<T>(inner: Inner<T>, options?: SafeGeneratorOptions): SafeAsyncGenerator<T> {
  return new SafeAsyncGenerator(inner, options);
}

/**
 * Closes the inner generator exactly once, within a deadline, in the context of the flow that owns it (the one that made this, or
 * took it over). Steps run in the caller's context, as a bare generator's do.
 */
export class SafeAsyncGenerator<T> implements AsyncIterableIterator<T, undefined, unknown> {
  readonly name: string;
  /** Errors of closing that were not thrown: those that it was told to ignore, and those that came after another error or too late. */
  readonly ignored: unknown[] = [];
  /** True once a close passed its deadline: the inner generator may still hold what it opened. */
  stuck = false;
  readonly #source: Inner<T>;
  readonly #options: SafeGeneratorOptions;
  readonly #created: Trace;
  readonly #cancelled = new Set<(reason: unknown) => void>();
  #owner: Context;
  #inner: AsyncIterator<T, unknown, unknown> | undefined;
  #state: SafeGeneratorState = 'unstarted';
  #pendingSteps = 0;
  #stepped: Trace | undefined;
  #closing: Promise<void> | undefined;
  #onAbort: (() => void) | undefined;

  constructor(inner: Inner<T>, options: SafeGeneratorOptions = {}) {
    this.name = options.name ?? 'generator';
    this.#source = inner;
    this.#options = options;
    this.#created = new Trace(SafeAsyncGenerator as never);
    this.#owner = runtime().context();
    const { signal } = options;
    if (signal === undefined) return;
    this.#onAbort = () => this.#cancel(signal.reason);
    if (signal.aborted) this.#cancel(signal.reason);
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get state(): SafeGeneratorState {
    return this.#state;
  }

  /** The flow that calls this closes it from now on. */
  takeOver(): void {
    this.#owner = runtime().context();
    if (this.#inner !== undefined) takeOverGenerator(this.#inner);
  }

  next(...value: [] | [unknown]): Promise<IteratorResult<T, undefined>> {
    return this.#step(new Trace(this.next), inner => inner.next(...value));
  }

  /** Thrown into the body, where there is one that runs; else it closes, and the error comes back. */
  throw(error?: unknown): Promise<IteratorResult<T, undefined>> {
    const trace = new Trace(this.throw);
    if (this.#state !== 'open' || typeof this.#inner?.throw !== 'function') return this.#closeThenThrow(error, trace);
    return this.#step(trace, inner => inner.throw!(error));
  }

  async return(value?: unknown): Promise<IteratorResult<T, undefined>> {
    await this.#close(new Trace(this.return));
    return { done: true, value: value as undefined };
  }

  /** Closes it; any later call awaits the same close. */
  close(): Promise<void> {
    return this.#close(new Trace(this.close));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close(new Trace(this[Symbol.asyncDispose]));
  }

  async #step(
    trace: Trace,
    call: (inner: AsyncIterator<T, unknown, unknown>) => Promise<IteratorResult<T, unknown>>,
  ): Promise<IteratorResult<T, undefined>> {
    const { signal } = this.#options;
    if (signal?.aborted) throw signal.reason;
    if (this.#state === 'closing' || this.#state === 'closed') return { done: true, value: undefined };
    this.#inner ??= iteratorOf(this.#source);
    this.#state = 'open';
    this.#stepped = trace;
    let result: IteratorResult<T, unknown>;
    try {
      result = await this.#orCancelled(call(this.#inner));
    } catch (error) {
      // A bare generator is over once it threw; another iterator may still hold something. The first error is the one that counts.
      await this.#close(trace).catch(late => this.ignored.push(late));
      throw error;
    }
    if (result.done === true) {
      if (this.#state === 'open') this.#finish();
      return { done: true, value: result.value as undefined };
    }
    return result;
  }

  /** The step itself counts as pending until it settles, also when the caller was told of a cancel already. */
  #orCancelled<R>(step: Promise<R>): Promise<R> {
    this.#pendingSteps++;
    const settled = () => {
      this.#pendingSteps--;
    };
    step = Promise.resolve(step);
    step.then(settled, settled);
    if (this.#options.signal === undefined) return step;
    return new Promise<R>((resolve, reject) => {
      this.#cancelled.add(reject);
      const done = () => this.#cancelled.delete(reject);
      step.then(
        value => {
          done();
          resolve(value);
        },
        error => {
          // After a cancel nobody waits for this error any more.
          if (done()) reject(error);
          else this.ignored.push(error);
        },
      );
    });
  }

  #cancel(reason: unknown): void {
    // Errors of this close are kept: whoever calls close() or return() later gets them.
    void this.#close(new Trace(this.#cancel)).catch(() => {});
    for (const reject of this.#cancelled) reject(reason);
    this.#cancelled.clear();
  }

  async #closeThenThrow(error: unknown, trace: Trace): Promise<never> {
    await this.#close(trace).catch(late => this.ignored.push(late));
    throw error;
  }

  #close(trace: Trace): Promise<void> {
    this.#closing ??= this.#state === 'closed' ? Promise.resolve() : this.#closeOnce(trace);
    return this.#closing;
  }

  async #closeOnce(trace: Trace): Promise<void> {
    const started = this.#state === 'open';
    this.#state = 'closing';
    try {
      if (!started) await this.#releaseUnstarted(trace);
      await this.#returnInner(started, trace);
    } catch (error) {
      if (!isIgnored(error, this.#options.ignore ?? [])) throw error;
      this.ignored.push(error);
    } finally {
      this.#finish();
    }
  }

  /** The body never ran, so its finally will not either. */
  async #releaseUnstarted(returned: Trace): Promise<void> {
    const { owns, release } = this.#options;
    if (release !== undefined) {
      await runtime().run(this.#owner, release);
      return;
    }
    const names = owns === undefined ? [] : typeof owns === 'string' ? [owns] : owns;
    if (names.length === 0) return;
    const rt = runtime();
    rt.findings.look(generatorUnstarted, {
      name: this.name,
      owns: names,
      created: this.#created,
      returned,
      creator: this.#owner.flow,
      closer: rt.flow(),
    });
  }

  async #returnInner(started: boolean, returned: Trace): Promise<void> {
    // What was never stepped is closed all the same: an iterator that is no generator may have been opened when it was made.
    const inner = this.#inner ?? (isIterator(this.#source) ? this.#source : undefined);
    if (inner === undefined || typeof inner.return !== 'function') return;
    const rt = runtime();
    if (this.#pendingSteps > 0) this.#watchStuck(inner, returned);
    const closed = rt.run(this.#owner, () => inner.return!());
    const result = await this.#inTime(Promise.resolve(closed));
    if (started && result !== undefined && result.done === false) {
      throw fail('generator-failed', `${this.name} yielded a value while it was closed.`, {
        hint: 'Do not yield in a finally block.',
      });
    }
  }

  async #inTime(closed: Promise<IteratorResult<T, unknown>>): Promise<IteratorResult<T, unknown> | undefined> {
    const deadlineMs = this.#options.closeDeadlineMs ?? 5_000;
    const { clock } = runtime();
    const late = Symbol('late');
    let tell: (value: typeof late) => void = () => {};
    const deadline = new Promise<typeof late>(resolve => {
      tell = resolve;
    });
    // Whoever awaits a close was promised an end: it must come also when nothing else keeps the process.
    const timer = clock.after(deadlineMs, () => tell(late), { holdsProcess: true });
    const result = await Promise.race([closed, deadline]).finally(() => timer.cancel());
    if (result !== late) return result;
    this.stuck = true;
    closed.catch(error => this.ignored.push(error));
    if (this.#options.whenStuck === 'report') return undefined;
    const why = this.#pendingSteps > 0 ? 'a next() is still pending' : 'its body has not ended';
    throw fail('generator-stuck', `${this.name} could not be closed within ${deadlineMs} ms: ${why}.`, {
      hint: 'End what the body awaits before closing it, for instance by the signal that it was given.',
    });
  }

  /** A bare generator's own watch sees it; for other iterators we look. */
  #watchStuck(inner: AsyncIterator<T, unknown, unknown>, returned: Trace): void {
    const rt = runtime();
    if (watchOf(rt) !== undefined && types.isGeneratorObject(inner)) return;
    rt.findings.look(generatorReturnStuck, {
      name: this.name,
      returnedAt: rt.worked(),
      returned,
      stepped: this.#stepped ?? this.#created,
      returner: rt.flow(),
      stepper: this.#owner.flow,
      isNextPending: () => this.#pendingSteps > 0,
    });
  }

  #finish(): void {
    this.#state = 'closed';
    if (this.#onAbort !== undefined) this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#onAbort = undefined;
  }
}

function iteratorOf<T>(source: Inner<T>): AsyncIterator<T, unknown, unknown> {
  return isIterator(source) ? source : source[Symbol.asyncIterator]();
}

function isIterator<T>(source: Inner<T>): source is AsyncIterator<T, unknown, unknown> {
  return typeof (source as { next?: unknown }).next === 'function';
}
