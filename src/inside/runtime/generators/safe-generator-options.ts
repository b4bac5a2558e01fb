/** An error to ignore while closing: its `code`, its class, or what says so. */
export type Ignored = string | (abstract new (...args: never[]) => Error) | ((error: unknown) => boolean);

export interface SafeGeneratorOptions {
  /** For messages. */
  readonly name?: string;
  /** How long closing may take, 5 s unless told. */
  readonly closeDeadlineMs?: number;
  /** Errors of closing that are kept in `ignored` instead of being thrown. No other error is ever ignored. */
  readonly ignore?: readonly Ignored[];
  /** Cancels: it is closed, then the pending next() rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** What was acquired for the generator before its first step, by name. */
  readonly owns?: string | readonly string[];
  /** Lets go of what it owns where the body never ran, so that its finally did not. Runs at most once. */
  readonly release?: () => void | Promise<void>;
  /** A close that passes its deadline throws `generator-stuck`, unless told to be reported only (`stuck` is set). */
  readonly whenStuck?: 'throw' | 'report';
}

export function isIgnored(error: unknown, ignore: readonly Ignored[]): boolean {
  return ignore.some(one => {
    if (typeof one === 'string') return codeOf(error) === one;
    return isErrorClass(one) ? error instanceof one : (one as (error: unknown) => boolean)(error) === true;
  });
}

/** Node's errors have `code` ("ECONNRESET"); a DOMException's code is a number, its name the word ("AbortError"). */
function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : name;
}

function isErrorClass(one: unknown): one is abstract new () => Error {
  return typeof one === 'function' && (one === Error || one.prototype instanceof Error);
}
