import { Session } from 'node:inspector';
import { fail } from '../../../base/index.ts';

const { apply } = Reflect;
type Compiled = (...values: unknown[]) => unknown;

const holder = 'eddy.compiled.1';

/**
 * An expression as a function of names. Made by the thread's own inspector session, which may make code also where the
 * program forbade it to itself (--disallow-code-generation-from-strings).
 */
export function compileExpression(expression: string, names: readonly string[]): Compiled {
  return make(`(function(${names.join(',')}){return (${expression}\n)})`, expression) as Compiled;
}

/** The same with names that are looked up in `scope`, and can be assigned; `await` may be used in it. */
export function compileInScope(expression: string, isAsync: boolean): (this: unknown, scope: object) => unknown {
  // Sloppy, as only there a scope can be given; an arrow keeps `this` for the expression.
  return make(
    `(function($scope){with($scope){return (${isAsync ? 'async ' : ''}()=>(${expression}\n))()}})`,
    expression,
  ) as (this: unknown, scope: object) => unknown;
}

/**
 * Calls it so that V8 throws at the first thing it does to anything that was there before. Some 50 µs.
 */
export function callWithoutSideEffects(run: () => unknown): unknown {
  const result = inOwnSession(`globalThis["${holder}"]()`, run, true);
  if (!result.threw) return result.value;
  if (/side-effect/.test(result.message)) throw fail('side-effects', 'It has side effects.');
  throw new Error(result.message);
}

function make(code: string, expression: string): unknown {
  const result = inOwnSession(`globalThis["${holder}"](${code})`, (made: unknown) => made, false);
  if (result.threw) throw fail('bad-expression', `${shorten(expression)}: ${result.message}`);
  return result.value;
}

interface Evaluated {
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text?: string; readonly exception?: { readonly description?: string } };
}

interface Outcome {
  readonly threw: boolean;
  readonly message: string;
  readonly value: unknown;
}

/** Evaluates in this very thread. `call` is what the code finds under our name; its result stays an object of this thread. */
function inOwnSession(expression: string, call: Compiled, throwOnSideEffect: boolean): Outcome {
  const session = new Session();
  let value: unknown;
  let outcome: Outcome = { threw: true, message: 'The inspector gave no answer.', value: undefined };
  Object.defineProperty(globalThis, holder, {
    configurable: true,
    value: throwOnSideEffect
      ? call
      : (...given: unknown[]) => {
          value = apply(call, undefined, given);
        },
  });
  try {
    session.connect();
    const ask = { expression, silent: true, throwOnSideEffect, returnByValue: throwOnSideEffect };
    session.post('Runtime.evaluate', ask, (error, given) => {
      const answer = given as Evaluated | undefined;
      const details = answer?.exceptionDetails;
      const message = error?.message ?? details?.exception?.description?.split('\n', 1)[0] ?? details?.text;
      outcome =
        message === undefined
          ? { threw: false, message: '', value: throwOnSideEffect ? answer?.result?.value : value }
          : { threw: true, message, value: undefined };
    });
  } finally {
    session.disconnect();
    Reflect.deleteProperty(globalThis, holder);
  }
  return outcome;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
