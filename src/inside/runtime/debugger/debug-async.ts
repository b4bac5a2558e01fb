import { getAsyncDebugger } from './async-debugger.ts';
import { type AnyFunction, type DecoratorContext, decoratorOf } from './decorate.ts';
import type { AskedBreakpoint } from './operation.ts';

export interface DebugAsyncOptions {
  /** Names the sessions; the function's name unless told. */
  readonly session?: string;
  readonly breakpoints?: readonly AskedBreakpoint[];
}

export interface DebugAsync {
  <F extends AnyFunction>(fn: F): F;
  <F extends AnyFunction>(method: F, context: DecoratorContext): F;
  (field: undefined, context: DecoratorContext): <F>(initial: F) => F;
  /** The same with one breakpoint more. */
  breakpoint(file: string, line: number, condition?: string): DebugAsync;
}

/**
 * Each call of the function runs in a debug session of its own, with these breakpoints: where it comes to one, a snapshot is
 * kept on its session, and on no other's. `getAsyncDebugger().getOperations()` has them. For functions that are async.
 */
export function debugAsync({ session, breakpoints = [] }: DebugAsyncOptions = {}): DebugAsync {
  const decorator = decoratorOf('debugAsync', (name, call) =>
    getAsyncDebugger().debugAsyncOperation(session ?? name, call, breakpoints),
  ) as DebugAsync;
  decorator.breakpoint = (file, line, condition) =>
    debugAsync({
      ...(session === undefined ? {} : { session }),
      breakpoints: [...breakpoints, { file, line, ...(condition === undefined ? {} : { condition }) }],
    });
  return decorator;
}
