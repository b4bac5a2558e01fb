import { types } from 'node:util';
import { Context, type Runtime } from '../core/index.ts';
import { GeneratorWatch, type Request } from './generator-watch.ts';

// The runtime is shared between copies of us: the first to watch watches for both.
const key = Symbol.for('eddy.generators.1');
type Watched = Runtime & { [key]?: GeneratorWatch };

export function watchOf(rt: Runtime): GeneratorWatch | undefined {
  return (rt as Watched)[key];
}

/**
 * Sees every async generator of this thread through next, return and throw of their shared prototype: `for await` and `yield*`
 * call them too. The program gets the very promise that the original returned. Returns what takes it off again, for tests.
 */
export function watchGenerators(rt: Runtime): () => void {
  if (watchOf(rt) !== undefined) return () => {};
  const watch = new GeneratorWatch(rt);
  const prototype = Object.getPrototypeOf(async function* () {}.prototype) as object;
  const undo = (['next', 'return', 'throw'] as const).map(name => patch(rt, watch, prototype, name));
  Object.defineProperty(rt, key, { value: watch, configurable: true });
  rt.section('generators', () => watch.list.listing());
  return () => {
    for (const one of undo) one();
    delete (rt as Watched)[key];
  };
}

type Step = (this: unknown, value?: unknown) => Promise<unknown>;

function patch(rt: Runtime, watch: GeneratorWatch, prototype: object, name: Request): () => void {
  const theirs = Object.getOwnPropertyDescriptor(prototype, name);
  if (theirs === undefined || theirs.configurable !== true || typeof theirs.value !== 'function') {
    rt.notes.add(`Async generators are not seen: ${name} of their prototype cannot be replaced.`);
    return () => {};
  }
  const original: (self: unknown, value: unknown) => Promise<unknown> = Function.prototype.call.bind(theirs.value);
  // A method, so that it has the original's name and length and cannot be constructed. One frame of ours, no more: the context
  // is entered and put back by hand, which (unlike `run`) leaves other AsyncLocalStorages as the body leaves them, as without us.
  const ours = {
    [name](value: unknown): Promise<unknown> {
      if (!types.isGeneratorObject(this)) return original(this, value);
      let outer: Context | undefined;
      let steps: ReturnType<GeneratorWatch['before']>;
      try {
        const context = rt.context();
        steps = watch.before(this, name, context, step);
        if (steps === undefined) return original(this, value);
        outer = rt.store();
        rt.enter(new Context(context.flow, context.scope, steps.record));
      } catch (error) {
        rt.trouble('generators', error);
        return original(this, value);
      }
      try {
        const promise = original(this, value);
        watch.after(steps, name, promise);
        return promise;
      } finally {
        rt.enter(outer);
      }
    },
  };
  const step = (ours as unknown as Record<Request, Step>)[name];
  Object.defineProperty(prototype, name, { ...theirs, value: step });
  return () => Object.defineProperty(prototype, name, theirs);
}
