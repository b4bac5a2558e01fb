import { matches } from '../../../base/index.ts';

/** A frame of the stack, as V8 tells of it while it is paused. */
export interface CallFrame {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly location: Location;
  readonly scopeChain: readonly { readonly type: string; readonly object: { readonly objectId?: string } }[];
}

export interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

/** Asks V8; undefined: it refused. In one's own thread every answer comes at once. */
export type AskV8 = <T>(method: string, params: object) => T | undefined;

export interface FrameName {
  readonly name: string;
  /** False: it belongs to a function or module round this one. */
  readonly own: boolean;
}

export type NameAccess = (at: number, ...value: unknown[]) => unknown;

/** What a paused frame calls. */
const key = 'eddy.inner.1';
const mostNames = 50;
const functionScopes: readonly string[] = ['local', 'block', 'catch', 'closure'];

/** Names that can be seen in a frame, the nearest first; those of its module only when they are asked for. */
export function namesIn({ scopeChain }: CallFrame, ask: AskV8, withModule = false): FrameName[] {
  const names = new Map<string, FrameName>();
  let own = true;
  for (const { type, object } of scopeChain) {
    const isWanted = functionScopes.includes(type) || (withModule && type === 'module');
    if (!isWanted || object.objectId === undefined) continue;
    if (type === 'closure') own = false;
    const asked = { objectId: object.objectId, ownProperties: true };
    const found = ask<{ result: { name: string }[] }>('Runtime.getProperties', asked);
    for (const { name } of found?.result ?? []) {
      if (names.size >= mostNames) return [...names.values()];
      if (isName(name) && !names.has(name)) names.set(name, { name, own });
    }
    if (type === 'local' || type === 'module') own = false;
  }
  return [...names.values()];
}

/** Calls `use` from within the frame. `access(at)` reads the name of that number there; `access(at, value)` writes it. */
export function callIn(
  frame: CallFrame,
  names: readonly string[],
  ask: AskV8,
  use: (self: unknown, access: NameAccess) => void,
): void {
  const cases = names.map((name, at) => `case ${at}:return v.length?${name}=v[0]:${name};`).join('');
  withHand(use, hand => {
    const expression = `${hand}(this,(k,...v)=>{switch(k){${cases}}})`;
    ask('Debugger.evaluateOnCallFrame', { ...quiet, callFrameId: frame.callFrameId, expression });
  });
}

/** What an expression gives in the frame. Throws what it threw, by its message. */
export function evaluateIn({ callFrameId }: CallFrame, expression: string, ask: AskV8): unknown {
  let value: unknown;
  const put = (given: unknown) => {
    value = given;
  };
  const answer = withHand(put, hand =>
    ask<Evaluated>('Debugger.evaluateOnCallFrame', {
      ...quiet,
      callFrameId,
      expression: `void ${hand}((${expression}\n))`,
    }),
  );
  const threw = answer?.exceptionDetails;
  if (answer !== undefined && threw === undefined) return value;
  throw new Error(threw?.exception?.description?.split('\n', 1)[0] ?? threw?.text ?? 'V8 gave no answer.');
}

const quiet = { silent: true, returnByValue: true };

interface Evaluated {
  readonly exceptionDetails?: { readonly text?: string; readonly exception?: { readonly description?: string } };
}

/** One may be at work on top of another. */
function withHand<R>(hand: (...values: never[]) => unknown, use: (expression: string) => R): R {
  const before = Object.getOwnPropertyDescriptor(globalThis, key);
  Object.defineProperty(globalThis, key, { configurable: true, value: hand });
  try {
    return use(`globalThis["${key}"]`);
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, key);
    else Object.defineProperty(globalThis, key, before);
  }
}

/** Ours are no names of the program's. */
function isName(name: string): boolean {
  return matches(/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u, name) && !name.startsWith('$e') && name !== 'this';
}
