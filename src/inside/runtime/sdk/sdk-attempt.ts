import { runtime } from '../core/index.ts';
import type { SdkHandle, SdkOpened, SdkPlan } from './sdk-options.ts';
import type { SdkSession } from './sdk-session.ts';
import type { Raced, StopLatch } from './stop-latch.ts';
import { type ChildLike, WatchedChild } from './watched-child.ts';
import { within } from './within.ts';

export type Taken<M> = { readonly message: M } | { readonly failed: unknown } | 'done' | 'stopped';

/** One opening of the stream: its signal, its iterator, and their end. */
export class SdkAttempt<M> {
  readonly controller = new AbortController();
  readonly #plan: SdkPlan<M>;
  readonly #session: SdkSession;
  readonly #latch: StopLatch;
  #handle: SdkHandle<M> | undefined;
  #iterator: AsyncIterator<M> | undefined;
  /** The end of a stream that opened after nobody waited for it; set while `open` has not settled. */
  #late: Promise<void> | undefined;
  /** A `next()` that was not answered yet. */
  #pending: Promise<IteratorResult<M>> | undefined;
  /** Done or thrown: there is nothing left to close. */
  #over = false;

  constructor(plan: SdkPlan<M>, session: SdkSession, latch: StopLatch) {
    this.#plan = plan;
    this.#session = session;
    this.#latch = latch;
  }

  get canInterrupt(): boolean {
    return this.#handle?.interrupt !== undefined;
  }

  async open(number: number): Promise<'opened' | 'stopped' | { readonly failed: unknown }> {
    const opening = asPromise(() => this.#plan.open(this.controller.signal, number));
    const raced = await this.#latch.race(opening, 'forced');
    if (raced === 'stopped') {
      // It may still open, after nobody waits for it: then it is closed at once.
      this.#late = opening.then(
        late => this.#closeLate(late),
        () => {},
      );
      return 'stopped';
    }
    if ('error' in raced) {
      this.#over = true;
      return { failed: raced.error };
    }
    try {
      this.#adopt(raced.value);
      return 'opened';
    } catch (error) {
      this.#over = true;
      return { failed: error };
    }
  }

  async take(): Promise<Taken<M>> {
    const iterator = this.#iterator as AsyncIterator<M>;
    const pending = asPromise(() => iterator.next());
    this.#pending = pending;
    const raced: Raced<IteratorResult<M>> = await this.#latch.race(pending, 'forced');
    if (raced === 'stopped') return 'stopped';
    this.#pending = undefined;
    if ('error' in raced) {
      this.#over = true;
      return { failed: raced.error };
    }
    if (raced.value.done === true) {
      this.#over = true;
      return 'done';
    }
    return { message: raced.value.value };
  }

  interrupt(): Promise<unknown> {
    return asPromise(() => this.#handle?.interrupt?.());
  }

  /** The stream ended or broke by itself: only what it leaves is closed. */
  async closeAfterEnd(): Promise<void> {
    this.#noteChild();
    await this.#closeHandle();
  }

  /** As `for await` closes what it leaves; by force where that does not do. True when the iterator ended. */
  async closeGently(reason: unknown): Promise<boolean> {
    const { closeMs } = this.#plan.times;
    if (!this.#over && this.#pending === undefined && this.#late === undefined)
      this.#over = await this.#return(closeMs);
    if (!this.#over) return await this.closeByForce(reason, closeMs);
    await this.closeAfterEnd();
    return true;
  }

  /** Abort, then `return()`; each may take its time and no more. True when the iterator ended. */
  async closeByForce(reason: unknown, abortMs: number): Promise<boolean> {
    this.#noteChild();
    this.controller.abort(reason);
    runtime().guard('sdk abort', () => controllerOf(this.#handle?.stream)?.abort(reason));
    if (this.#late !== undefined) return await within(this.#late, abortMs);
    const ended = this.#over || (await this.#endIterator(abortMs));
    await this.#closeHandle();
    return ended;
  }

  async #endIterator(abortMs: number): Promise<boolean> {
    const { closeMs } = this.#plan.times;
    const pending = this.#pending;
    if (pending === undefined) return await this.#return(closeMs);
    if (await within(pending, abortMs)) return (await endedWith(pending)) || (await this.#return(closeMs));
    if (!isGenerator(this.#iterator)) {
      // Of anything but a generator, return() may be what ends it.
      await this.#return(closeMs);
      return await within(pending, closeMs);
    }
    // return() of a generator would wait behind its pending next(). Should that move after all, it is not left suspended.
    const close = (): Promise<boolean> => this.#return(closeMs);
    pending.then(close, close);
    return false;
  }

  #adopt(opened: SdkOpened<M>): void {
    const handle = asHandle(opened);
    this.#handle = handle;
    this.#noteChild();
    this.#iterator = handle.stream[Symbol.asyncIterator]();
  }

  #noteChild(): void {
    const child = this.#handle?.child;
    const found: ChildLike | number | undefined =
      typeof child === 'function' ? runtime().guard('sdk child', child) : child;
    if (found === undefined) return;
    const { children } = this.#session;
    const seen = children.findIndex(one => one.is(found));
    if (seen >= 0 && children[seen]?.owned) return;
    if (seen >= 0) children.splice(seen, 1);
    children.push(new WatchedChild(found, true));
  }

  async #closeLate(opened: SdkOpened<M>): Promise<void> {
    try {
      this.#adopt(opened);
    } catch {
      return;
    }
    await this.#return(this.#plan.times.closeMs);
    await this.#closeHandle();
    for (const child of this.#session.children) if (child.owned) await child.kill(this.#plan.times.closeMs);
  }

  /** True when it settled in time. An iterator without `return` has nothing to settle. */
  async #return(timeoutMs: number): Promise<boolean> {
    const iterator = this.#iterator;
    if (iterator?.return === undefined) return true;
    return await within(
      asPromise(() => iterator.return?.()),
      timeoutMs,
    );
  }

  async #closeHandle(): Promise<void> {
    const close = this.#handle?.close;
    if (close !== undefined) await within(asPromise(close), this.#plan.times.closeMs);
  }
}

async function asPromise<T>(run: () => T | PromiseLike<T>): Promise<T> {
  return await run();
}

async function endedWith(step: Promise<IteratorResult<unknown>>): Promise<boolean> {
  try {
    return (await step).done === true;
  } catch {
    return true;
  }
}

// A query of the agent SDK is the stream and its controls in one; a stream of the HTTP clients has a controller.
function asHandle<M>(opened: SdkOpened<M>): SdkHandle<M> {
  if (typeof opened !== 'object' || opened === null) throw new TypeError('open() returned no stream.');
  if (Symbol.asyncIterator in opened) {
    const { interrupt } = opened as { interrupt?: unknown };
    if (typeof interrupt !== 'function') return { stream: opened };
    return { stream: opened, interrupt: () => Reflect.apply(interrupt, opened, []) };
  }
  if (typeof opened.stream?.[Symbol.asyncIterator] !== 'function') {
    throw new TypeError('open() returned neither an async iterable nor { stream }.');
  }
  return opened;
}

function controllerOf(stream: unknown): AbortController | undefined {
  const { controller } = (stream ?? {}) as { controller?: unknown };
  return controller instanceof AbortController ? controller : undefined;
}

const asyncGenerator = Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})()));

function isGenerator(iterator: unknown): boolean {
  return (
    typeof iterator === 'object' && iterator !== null && Object.prototype.isPrototypeOf.call(asyncGenerator, iterator)
  );
}
