import { getAsyncDebugger } from './async-debugger.ts';
import { type AnyFunction, type DecoratorContext, decoratorOf } from './decorate.ts';

interface Decorate {
  <F extends AnyFunction>(fn: F): F;
  <F extends AnyFunction>(method: F, context: DecoratorContext): F;
  (field: undefined, context: DecoratorContext): <F>(initial: F) => F;
}

interface DebugScope extends Decorate {
  (name: string): Decorate;
  <F extends AnyFunction>(name: string, fn: F): F;
}

/** Each call of the function runs in a tracked cancel scope. What it returns stays what it is, a promise or not. */
export const debugScope = decoratorOf('debugScope', (name, call) =>
  getAsyncDebugger().trackedScope(name, call),
) as DebugScope;
