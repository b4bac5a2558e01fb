import type { Breakpoint } from '../index.ts';

export interface LineBreakpointOptions {
  readonly column?: number | undefined;
  /** In the program's own language. */
  readonly condition?: string | undefined;
  /** A number stops at that passing and no other; a text is the adapter's own language, as `>= 3`. */
  readonly hitCount?: number | string | undefined;
  /** The adapter writes this, with what stands in braces filled in, and does not stop. */
  readonly logMessage?: string | undefined;
}

/** What one session's adapter said of a breakpoint. */
export interface ObservedBreakpoint extends Breakpoint {
  readonly session: string;
}

/** A breakpoint as it was observed: what was asked for, and what each adapter made of it. */
export interface BreakpointState {
  readonly file?: string | undefined;
  /** As asked for. */
  readonly line?: number | undefined;
  /** Function, filter or data that it is set on, where it is on no line. */
  readonly on?: string | undefined;
  /** An adapter said that it acts. */
  readonly verified: boolean;
  /** As the adapter moved it. */
  readonly boundLine?: number | undefined;
  /** Why it is not verified: what the adapter said, or that no adapter was asked yet. */
  readonly message?: string | undefined;
  readonly observed: readonly ObservedBreakpoint[];
}

export function stateOf(
  asked: Pick<BreakpointState, 'file' | 'line' | 'on'>,
  observed: readonly ObservedBreakpoint[],
): BreakpointState {
  const verified = observed.find(one => one.verified);
  const message =
    observed.length === 0 ? 'It is sent when a program is launched or attached to.' : observed[0]?.message;
  return {
    ...asked,
    verified: verified !== undefined,
    boundLine: verified?.line,
    ...(verified === undefined ? { message: message ?? 'The adapter did not say why.' } : {}),
    observed,
  };
}
