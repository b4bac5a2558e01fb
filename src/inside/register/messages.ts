import { MessagePort } from 'node:worker_threads';
import { orderType } from '../keeper/index.ts';
import { Context, type Flow, type Runtime } from '../runtime/inside.ts';

const dispatch = Symbol.for('nodejs.internal.kHybridDispatch');

type Dispatch = (this: unknown, value: unknown, type: string, event: unknown) => unknown;

/**
 * A flow for each message that a worker thread or its parent receives. Nobody can say when the work on a message is over,
 * so the flow ends when nothing can run in its context any more: when that was collected.
 */
export function watchMessages(rt: Runtime): void {
  const prototype = MessagePort.prototype as unknown as { [dispatch]?: Dispatch };
  const original = prototype[dispatch];
  if (original === undefined) {
    rt.notes.add(
      'Messages between threads have no flows of their own on this Node: its way to deliver them is not known.',
    );
    return;
  }
  const over = new FinalizationRegistry<Flow>(flow => rt.endFlow(flow, 'done'));

  Object.defineProperty(prototype, dispatch, {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function (this: unknown, value: unknown, type: string, event: unknown): unknown {
      if (type !== 'message' || isNodes(value)) return Reflect.apply(original, this, [value, type, event]);
      const before = rt.store();
      const entered = rt.guard('message', () => {
        const flow = rt.startFlow('message', 'message', { parent: rt.main });
        const context = new Context(flow);
        over.register(context, flow);
        rt.enter(context);
        return true;
      });
      try {
        return Reflect.apply(original, this, [value, type, event]);
      } finally {
        if (entered === true) rt.enter(before);
      }
    },
  });
}

const nodesOwn = new Set<unknown>([
  'upAndRunning',
  'couldNotSerializeError',
  'errorMessage',
  'stdioPayload',
  'stdioWantsMoreData',
  'loadScript',
  'workerStdin',
  orderType,
]);

/** Node's own words between a worker and its parent go over a port too, and so do ours. */
function isNodes(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && nodesOwn.has(Object.getOwnPropertyDescriptor(value, 'type')?.value)
  );
}
