import type { Task } from '../tasks/index.ts';
import { getAsyncDebugger } from './async-debugger.ts';
import { type AnyFunction, type DecoratorContext, decoratorOf } from './decorate.ts';

/** The same function, giving a task's promise. */
type AsTask<F extends AnyFunction> = (
  this: ThisParameterType<F>,
  ...args: Parameters<F>
) => Task<Awaited<ReturnType<F>>>;

interface Decorate {
  <F extends AnyFunction>(fn: F): AsTask<F>;
  <F extends AnyFunction>(method: F, context: DecoratorContext): F;
  (field: undefined, context: DecoratorContext): <F>(initial: F) => F;
}

interface DebugTask extends Decorate {
  (name: string): Decorate;
  <F extends AnyFunction>(name: string, fn: F): AsTask<F>;
}

/** Each call of the function runs as a task. For async functions: what a synchronous one returns comes as a promise. */
export const debugTask = decoratorOf('debugTask', (name, call) =>
  getAsyncDebugger().trackedTask(name, call),
) as DebugTask;
