import { fail } from '../../../base/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: any function can be decorated
export type AnyFunction = (this: any, ...args: any[]) => any;

/** What a decorator is told by the language; written out so that no `lib` is needed to use ours. */
export interface DecoratorContext {
  readonly kind: string;
  readonly name: string | symbol;
}

type Run = (name: string, call: () => unknown) => unknown;

/**
 * Makes a decorator of `run` that is used in any way: `@word`, `@word('name')`, `word(fn)`, `word('name')(fn)`,
 * `word('name', fn)`. Methods, and fields that hold a function, can be decorated.
 */
export function decoratorOf(word: string, run: Run): (...args: unknown[]) => unknown {
  return (...args) => {
    const [first, second] = args;
    if (typeof first !== 'string') return apply(word, run, first, second, undefined);
    if (typeof second === 'function') return wrap(run, second as AnyFunction, first);
    return (value: unknown, context?: unknown) => apply(word, run, value, context, first);
  };
}

function apply(word: string, run: Run, value: unknown, context: unknown, given: string | undefined): unknown {
  if (context === undefined && typeof value === 'function')
    return wrap(run, value as AnyFunction, given ?? (value.name === '' ? 'anonymous' : value.name));
  if (isContext(context)) {
    const name = given ?? String(context.name);
    if (context.kind === 'method' && typeof value === 'function') return wrap(run, value as AnyFunction, name);
    if (context.kind === 'field')
      return (initial: unknown) => (typeof initial === 'function' ? wrap(run, initial as AnyFunction, name) : initial);
    throw fail('bad-usage', `@${word} is on a ${context.kind}, '${String(context.name)}'.`, {
      hint: 'It goes on methods and on fields that hold a function.',
    });
  }
  if (context !== undefined)
    throw fail('bad-usage', `@${word} was called as the old, experimental decorators are.`, {
      hint: `Turn experimentalDecorators off in tsconfig.json, or wrap the function: ${word}(fn).`,
    });
  throw fail('bad-usage', `${word} got ${value === null ? 'null' : typeof value} instead of a function.`);
}

/** Name and length stay those of the function: frameworks read them. */
function wrap(run: Run, fn: AnyFunction, name: string): AnyFunction {
  const wrapped: AnyFunction = function (this: unknown, ...args) {
    return run(name, () => Reflect.apply(fn, this, args));
  };
  for (const key of ['name', 'length'] as const)
    Object.defineProperty(wrapped, key, { value: fn[key], configurable: true });
  return wrapped;
}

function isContext(value: unknown): value is DecoratorContext {
  return typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;
}
