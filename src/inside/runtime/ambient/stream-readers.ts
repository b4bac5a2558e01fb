import { inspect } from 'node:util';
import { matches } from '../../../base/index.ts';
import { type Flow, type Held, type Runtime, Trace } from '../core/index.ts';
import { type ReaderLeft, streamLeftLocked } from '../findings/stream-left-locked.ts';
import { limits } from '../limits.ts';
import { replaceMethod, runBefore } from './replace.ts';

/** Sees `getReader()` called in a flow. What became of the reader is read off it after the flow has ended. */
export function watchStreamReaders(rt: Runtime): void {
  const readers = new WeakMap<object, WeakRef<object>>();
  const isLocked = getterOf(ReadableStream.prototype, 'locked');
  if (isLocked === undefined) return;
  replaceMethod(ReadableStream.prototype, 'getReader', native => {
    const { getReader } = {
      getReader(this: unknown, ...args: unknown[]) {
        const reader = Reflect.apply(native, this, args);
        rt.guard('stream readers', () => {
          const flow = rt.flow();
          if (flow.kind === 'main') return;
          const ref = new WeakRef(reader as object);
          readers.set(this as object, ref);
          const stream = new WeakRef(this as object);
          const isHeld = () => {
            const still = stream.deref();
            return still !== undefined && readers.get(still) === ref && Reflect.apply(isLocked, still, []) === true;
          };
          flow.hold(new ReaderHeld(rt, flow, new Trace(getReader), ref, isHeld));
        });
        return reader;
      },
    };
    return getReader;
  });
}

export class ReaderHeld implements Held, ReaderLeft {
  readonly title = 'a stream reader';
  readonly flow: Flow;
  readonly trace: Trace;
  looks = 0;
  lookedAt = 0;
  wasUsed = false;
  readonly #runtime: Runtime;
  readonly #reader: WeakRef<object>;
  readonly #isHeld: () => boolean;
  #watched = false;

  constructor(rt: Runtime, flow: Flow, trace: Trace, reader: WeakRef<object>, isHeld: () => boolean) {
    this.#runtime = rt;
    this.flow = flow;
    this.trace = trace;
    this.#reader = reader;
    this.#isHeld = isHeld;
  }

  ownerEnded(): void {
    if (!this.isLeft()) return;
    this.lookedAt = this.#runtime.worked();
    this.#runtime.guard('stream readers', () => this.#watchReads());
    this.#runtime.findings.lookLater(streamLeftLocked, this, limits.streamLockedMs);
  }

  letGo(): void {
    const reader = this.#reader.deref();
    if (reader !== undefined && this.#watched) Reflect.deleteProperty(reader, 'read');
    this.#watched = false;
  }

  /** Only of a reader that seems left: a hidden property of its own, until the last look, which puts no frame on the stack. */
  #watchReads(): void {
    const reader = this.#reader.deref();
    if (reader === undefined || Object.hasOwn(reader, 'read') || !Object.isExtensible(reader)) return;
    const noted = () => {
      this.wasUsed = true;
    };
    const value = runBefore(Reflect.get(reader, 'read') as object, noted);
    Object.defineProperty(reader, 'read', { value, configurable: true, writable: true, enumerable: false });
    this.#watched = true;
  }

  /** Still locks its stream, which is neither closed nor errored, and no read waits. */
  isLeft(): boolean {
    return this.doing === 'idle';
  }

  /** Undefined: it locks no stream that is open. */
  get doing(): 'reading' | 'idle' | undefined {
    const reader = this.#reader.deref();
    if (reader === undefined || !this.#isHeld()) return undefined;
    const closed = getterOf(Object.getPrototypeOf(reader), 'closed');
    // Node prints a reader's state, and runs no code of the program's for it.
    const isOpen =
      closed !== undefined &&
      matches(/^Promise \{\s*<pending>/, inspect(Reflect.apply(closed, reader, []), { depth: 0 }));
    if (!isOpen) return undefined;
    const isAtRest = matches(/\b(?:readRequests|readIntoRequests|requests): 0\b/, inspect(reader, { depth: 1 }));
    return isAtRest ? 'idle' : 'reading';
  }
}

function getterOf(owner: object, name: string): (() => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(owner, name)?.get;
}
