import { types } from 'node:util';
import { toldText } from '../capture/index.ts';
import { type Flow, type Frame, framesOfText, isUsers, type Runtime, siteOf, Trace } from '../core/index.ts';
import { type Rejection, rejectionUnhandled } from '../findings/rejection-unhandled.ts';
import { limits } from '../limits.ts';
import { type AbortLog, watchAborts } from './aborts.ts';

// A program may put its own in the global's place.
const NativeDOMException = DOMException;
const { apply } = Reflect;

const maxWaiting = 200;

type Emit = (...args: unknown[]) => unknown;

/**
 * Sees `unhandledRejection` and `rejectionHandled` pass by on `process`, adding no listener: one would change what becomes
 * of the process. `process.emit` is read through a getter, which gives what was there, but to Node's own rejection code
 * a function that looks first: other handlers of the program's never have a frame of ours beneath them.
 */
export function watchRejections(rt: Runtime): void {
  const aborts = watchAborts(rt);
  const pending = new WeakMap<object, Rejection>();
  const strict = isStrict();
  let waiting = 0;
  const see = (event: unknown, first: unknown, second: unknown) => {
    if (event === 'unhandledRejection' && !strict) {
      if (waiting >= maxWaiting) {
        rt.drop('rejections');
        return;
      }
      waiting++;
      const rejection = asSubject(rt, aborts, first, () => waiting--);
      if (typeof second === 'object' && second !== null) pending.set(second, rejection);
      rt.findings.lookLater(rejectionUnhandled, rejection, limits.leakGraceMs);
    } else if (event === 'uncaughtExceptionMonitor' && strict && second === 'unhandledRejection') {
      rt.findings.look(
        rejectionUnhandled,
        asSubject(rt, aborts, first, () => {}),
      );
    } else if (event === 'rejectionHandled' && typeof first === 'object' && first !== null) {
      const rejection = pending.get(first);
      if (rejection !== undefined) rejection.handled = true;
    }
  };
  watchEmit(rt, see);
}

function watchEmit(rt: Runtime, see: (event: unknown, first: unknown, second: unknown) => void): void {
  const found = Object.getOwnPropertyDescriptor(process, 'emit');
  if (found !== undefined && (found.configurable !== true || !('value' in found))) return;
  const parent = Object.getPrototypeOf(process);
  let own: { emit: Emit } | undefined = found === undefined ? undefined : { emit: found.value };
  const current = (): Emit => (own === undefined ? parent.emit : own.emit);
  const { emit } = {
    emit(this: unknown, ...args: unknown[]): unknown {
      rt.guard('rejections', () => see(args[0], args[1], args[2]));
      return apply(current(), this, args);
    },
  };
  const accessor: PropertyDescriptor & ThisType<unknown> = {
    configurable: true,
    enumerable: found?.enumerable ?? false,
    get: () => (rt.guard('rejections', () => isReadByRejections(accessor.get)) === true ? emit : current()),
    set: value => {
      own = { emit: value };
      // As an assignment would have made it.
      Object.defineProperty(process, 'emit', { ...accessor, enumerable: true });
    },
  };
  Object.defineProperty(process, 'emit', accessor);
}

function isReadByRejections(getter: (() => unknown) | undefined): boolean {
  const file = new Trace(getter as () => unknown, 1).frames[0]?.file;
  return file === 'node:internal/process/promises' || file === 'node:internal/process/execution';
}

/** In strict mode Node raises the error first; the event comes only if the program survives it. */
function isStrict(): boolean {
  const words = `${process.env.NODE_OPTIONS ?? ''} ${process.execArgv.join(' ')}`;
  return [...words.matchAll(/--unhandled[-_]rejections[= ](\w+)/g)].at(-1)?.[1] === 'strict';
}

/**
 * The reason is kept until the look and read only then: once an error's stack was read, V8 no longer knows its place in the
 * source, and Node would print another line above it.
 */
function asSubject(rt: Runtime, aborts: AbortLog, reason: unknown, done: () => void): Rejection {
  const flow = rt.flow();
  let kept: { reason: unknown } | undefined = { reason };
  return {
    flow,
    handled: false,
    letGo: () => {
      if (kept !== undefined) done();
      kept = undefined;
    },
    read: () => {
      const abort = findAbort(aborts, kept?.reason);
      const frames = abort !== undefined && abort.reason === kept?.reason ? abort.above : framesOf(kept?.reason);
      return {
        what: toldText(textOf(kept?.reason)),
        rejected: frames.some(isUsers) ? siteOf(frames, flow) : undefined,
        cancelled: abort === undefined ? undefined : siteOf(abort.call, abort.flow),
        canceller: abort?.flow,
        created: flow.born?.site(flow),
      };
    },
  };
}

interface Abort {
  readonly reason: unknown;
  /** Beneath the call of `abort()`: a listener that made the error. */
  readonly above: readonly Frame[];
  readonly call: readonly Frame[];
  /** Undefined when the call was too long ago. */
  readonly flow: Flow | undefined;
}

/** The abort among a reason and its causes. */
function findAbort(aborts: AbortLog, reason: unknown): Abort | undefined {
  let at = reason;
  for (let step = 0; step < 4 && isError(at); step++) {
    const frames = framesOf(at);
    const inside = frames.findLastIndex(frame => frame.file === 'node:internal/abort_controller');
    const call = frames.slice(inside + 1);
    const known = aborts.callAt(call);
    // An error made on the line of the call, not beneath it, is the reason that was given to it.
    if (known !== undefined || (inside >= 0 && call.some(isUsers)))
      return {
        reason: at,
        above: frames.slice(0, Math.max(0, inside)),
        call: known?.frames ?? call,
        flow: known?.flow,
      };
    at = plainValue(at, 'cause');
  }
  return undefined;
}

function framesOf(reason: unknown): Frame[] {
  const stack = isError(reason) ? (reason as { stack?: unknown }).stack : undefined;
  return typeof stack === 'string' ? framesOfText(stack) : [];
}

function isError(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return types.isNativeError(value) || value instanceof NativeDOMException;
}

function textOf(reason: unknown): string {
  if (!isError(reason))
    return typeof reason === 'string'
      ? JSON.stringify(reason.slice(0, 200))
      : `${typeof reason === 'object' ? 'an' : 'a'} ${typeof reason}`;
  const name = plainValue(reason, 'name');
  const message = plainValue(reason, 'message');
  return `${typeof name === 'string' ? name : 'Error'}: ${String(message ?? '').slice(0, 200)}`;
}

/** A property's value where it is plain data, of the object or its classes; DOMException's come from Node's getters. */
function plainValue(object: object, key: string): unknown {
  for (let at: object | null = object; at !== null && !types.isProxy(at); at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, key);
    if (found === undefined) continue;
    if ('value' in found) return found.value;
    return at === NativeDOMException.prototype && found.get !== undefined
      ? Reflect.apply(found.get, object, [])
      : undefined;
  }
  return undefined;
}
