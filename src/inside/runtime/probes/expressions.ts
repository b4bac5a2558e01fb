import { Session } from 'node:inspector';
import { Script } from 'node:vm';
import { fail, matches } from '../../../base/index.ts';

const { apply } = Reflect;
type Compiled = (...values: unknown[]) => unknown;

const holder = 'eddy.compiled.1';

/** Why it is no expression, whatever names it finds; undefined: it is one. Nothing is run. */
export function whyNoExpression(text: string): string | undefined {
  try {
    new Script(functionOf(text, []));
    return undefined;
  } catch (error) {
    return `${shorten(text)}: ${String(error)}`;
  }
}

/**
 * An expression as a function of names. Made by the thread's own inspector session, which may make code also where the
 * program forbade it to itself (--disallow-code-generation-from-strings).
 */
export function compileExpression(expression: string, names: readonly string[]): Compiled {
  return make(functionOf(expression, names), expression) as Compiled;
}

function functionOf(expression: string, names: readonly string[]): string {
  return `(function(${names.join(',')}){return (${expression}\n)})`;
}

/** The same with names that are looked up in `scope`, and can be assigned; `await` may be used in it. */
export function compileInScope(expression: string, isAsync: boolean): (this: unknown, scope: object) => unknown {
  if (matches(/\bsuper\b/, expression))
    throw fail('bad-expression', 'super is known inside the method alone.', {
      hint: 'Name the class instead, as in Base.prototype.total.call(this).',
    });
  // Sloppy, as only there a scope can be given; an arrow keeps `this` for the expression.
  const made = make(
    `(function($scope,$private){with($scope){return (${isAsync ? 'async ' : ''}()=>(${withPrivateNames(expression)}\n))()}})`,
    expression,
  ) as (this: unknown, scope: object, access: typeof privateAccess) => unknown;
  return function (scope) {
    return apply(made, this, [scope, privateAccess]);
  };
}

/** V8 lets its debugger at private names, but in no function: there each is reached by a call. */
export function withPrivateNames(expression: string): string {
  const owner = String.raw`((?:this|[\p{ID_Start}_$][\p{ID_Continue}$]*)(?:\??\.[\p{ID_Start}_$][\p{ID_Continue}$]*)*)`;
  const name = String.raw`\.#([\p{ID_Start}_$][\p{ID_Continue}$]*)`;
  return expression
    .replace(new RegExp(`^\\s*${owner}${name}\\s*=(?![=>])(.*)$`, 'su'), '$$private($1,"$2",[$3])')
    .replace(new RegExp(owner + name, 'gu'), '$$private($1,"$2")');
}

/** A private method comes bound to its object. */
function privateAccess(object: unknown, name: string, written?: readonly unknown[]): unknown {
  let value: unknown;
  let isThere = false;
  const put = (given: unknown) => {
    value = given;
    isThere = true;
  };
  const hand = { object, put, value: written?.[0] };
  const hold = `globalThis["${holder}"]`;
  const code = `${hold}.object.#${name}${written === undefined ? '' : `=${hold}.value`}`;
  // What a REPL answers comes a turn later: what it calls, it calls now.
  inOwnSession(`${hold}.put(${code})`, hand, { replMode: true });
  if (!isThere) throw new TypeError(`#${name} cannot be reached: the object has none, or its getter or setter failed.`);
  return typeof value === 'function' ? value.bind(object) : value;
}

/**
 * Calls it so that V8 throws at the first thing it does to anything that was there before. Some 50 µs.
 */
export function callWithoutSideEffects(run: () => unknown): unknown {
  const result = inOwnSession(`globalThis["${holder}"]()`, run, { throwOnSideEffect: true });
  if (!result.threw) return result.value;
  if (matches(/side-effect/, result.message)) throw fail('side-effects', 'It has side effects.');
  throw new Error(result.message);
}

function make(code: string, expression: string): unknown {
  let made: unknown;
  const put = (given: unknown) => {
    made = given;
  };
  const result = inOwnSession(`globalThis["${holder}"](${code})`, put, {});
  if (result.threw) throw fail('bad-expression', `${shorten(expression)}: ${result.message}`);
  return made;
}

interface Remote {
  readonly value?: unknown;
  /** Numbers that JSON has not, and bigints, as they are written. */
  readonly unserializableValue?: string;
  /** Of anything that is no plain value. */
  readonly objectId?: string;
}

interface Evaluated {
  readonly result?: Remote;
  readonly exceptionDetails?: { readonly text?: string; readonly exception?: { readonly description?: string } };
}

interface Outcome {
  readonly threw: boolean;
  readonly message: string;
  readonly value: unknown;
}

interface How {
  readonly throwOnSideEffect?: boolean;
  readonly replMode?: boolean;
}

/** Evaluates in this very thread. `hand` is what the code finds under our name. */
function inOwnSession(expression: string, hand: unknown, how: How): Outcome {
  const session = new Session();
  let outcome: Outcome = { threw: true, message: 'The inspector gave no answer.', value: undefined };
  Object.defineProperty(globalThis, holder, { configurable: true, value: hand });
  try {
    session.connect();
    session.post('Runtime.evaluate', { expression, silent: true, ...how }, (error, given) => {
      const answer = given as Evaluated | undefined;
      const details = answer?.exceptionDetails;
      const message = error?.message ?? details?.exception?.description?.split('\n', 1)[0] ?? details?.text;
      outcome =
        message === undefined
          ? { threw: false, message: '', value: how.throwOnSideEffect && givenBy(session, answer?.result) }
          : { threw: true, message, value: undefined };
    });
  } finally {
    session.disconnect();
    Reflect.deleteProperty(globalThis, holder);
  }
  return outcome;
}

/** The very value, not a copy. */
function givenBy(session: Session, { value, unserializableValue: text, objectId }: Remote = {}): unknown {
  if (text !== undefined) return text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text);
  if (objectId === undefined) return value;
  let found: unknown;
  const put = (one: unknown) => {
    found = one;
  };
  Object.defineProperty(globalThis, holder, { configurable: true, value: put });
  const functionDeclaration = `function(one){globalThis["${holder}"](one)}`;
  session.post('Runtime.callFunctionOn', { objectId, functionDeclaration, arguments: [{ objectId }], silent: true });
  return found;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
