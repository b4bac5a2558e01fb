import { Context, type Flow, type FlowOutcome, runtime, Trace } from './core/index.ts';

/** What a program is told of a flow. */
export interface FlowInfo {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string | undefined;
  readonly startedAt: number;
}

/** Runs `fn` as a flow of its own; the flow ends when what it returns settles. */
export function flow<R>(name: string, fn: () => R): R {
  const rt = runtime();
  const made = rt.startFlow('flow', name, { parent: rt.flow(), born: new Trace(flow) });
  return runAsFlow(made, fn);
}

/** Runs `fn` in a flow that was started already and ends the flow with it. */
export function runAsFlow<R>(made: Flow, fn: () => R, onEnd?: (outcome: FlowOutcome, error?: unknown) => void): R {
  const rt = runtime();
  const end = (outcome: FlowOutcome, error?: unknown) => {
    onEnd?.(outcome, error);
    rt.endFlow(made, outcome);
  };
  let result: R;
  try {
    result = rt.run(new Context(made, rt.context().scope), fn);
  } catch (error) {
    end('failed', error);
    throw error;
  }
  if (!isThenable(result)) {
    end('done');
    return result;
  }
  return settle(result, end) as R;
}

// The program gets the promise that follows its own: a branch beside it would count as a handler and hide an unhandled
// rejection. An async function, so that V8's async stacks go on through it.
async function settle(
  result: PromiseLike<unknown>,
  end: (outcome: FlowOutcome, error?: unknown) => void,
): Promise<unknown> {
  try {
    const value = await result;
    end('done');
    return value;
  } catch (error) {
    end('failed', error);
    throw error;
  }
}

export function currentFlow(): FlowInfo {
  return describe(runtime().flow());
}

/** A function that always runs in the flow that is current now. */
export function bindFlow<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
  const rt = runtime();
  const context = rt.context();
  return function (this: unknown, ...args: A): R {
    return rt.run(context, () => Reflect.apply(fn, this, args));
  };
}

function describe(one: Flow): FlowInfo {
  return { id: one.id, name: one.name, kind: one.kind, parent: one.parent?.id, startedAt: one.startedAt };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
