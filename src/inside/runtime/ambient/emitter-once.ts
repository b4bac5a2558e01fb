import { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Server } from 'node:net';
import { Stream } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { matches } from '../../../base/index.ts';
import { type Runtime, Trace } from '../core/index.ts';
import { flowCrossed } from '../findings/flow-crossed.ts';
import { EmitWatch } from './emit-watch.ts';
import { replaceMethod, runBefore } from './replace.ts';

type Listener = (this: unknown, ...args: never[]) => unknown;
type Key = string | symbol;

// Node's own emitters: their events belong to a connection, a child, the process, whoever's flow turns the loop.
const nodesOwn = [Stream, Server, ChildProcess, Worker];

/**
 * Watches `once` on emitters that are not Node's own, called in a flow other than the main one: in which flow does the
 * listener run? Around it is a proxy that notes that and puts no frame on the stack. `listeners`, `off` and
 * `rawListeners` answer as ever: Node's own wrapper names the listener itself.
 */
export function watchEmitterOnce(rt: Runtime): void {
  const { on, prependListener, rawListeners, listenerCount } = EventEmitter.prototype;
  const watches = new WeakMap<EventEmitter, EmitWatch>();
  const isWatched = (emitter: unknown, listener: unknown): emitter is EventEmitter => {
    const flow = rt.flow();
    if (flow.kind === 'main' || flow.ended || typeof listener !== 'function' || emitter === process) return false;
    if (!(emitter instanceof EventEmitter) || nodesOwn.some(one => emitter instanceof one)) return false;
    // Who overrides `on`, or listens to new listeners, would see the proxy before it is put right.
    if (emitter.on !== on || emitter.prependListener !== prependListener) return false;
    return listenerCount.call(emitter, 'newListener') === 0 && !isNative(listener as Listener);
  };
  const wrap = (emitter: EventEmitter, type: Key, listener: Listener, trace: Trace): Listener => {
    const flow = rt.flow();
    const registeredAt = rt.clock.now();
    const emitterRef = new WeakRef(emitter);
    const ran = () => {
      const now = rt.flow();
      if (now.kind === 'main' || now.isKinOf(flow)) return;
      const crossing = { flow, ranIn: now, trace, calledAt: new Trace(ran), type: String(type) };
      if (now.endedAt !== undefined && now.endedAt < registeredAt) {
        rt.findings.look(flowCrossed, { ...crossing, why: 'ended-before' });
        return;
      }
      const still = emitterRef.deref();
      if (still === undefined) return;
      let watch = watches.get(still);
      if (watch === undefined) {
        watch = new EmitWatch(rt, still);
        watches.set(still, watch);
      }
      watch.add(type, flow, () => rt.findings.look(flowCrossed, { ...crossing, why: 'own-answer' }));
    };
    return runBefore(listener, () => rt.guard('emitter once', ran));
  };
  for (const name of ['once', 'prependOnceListener']) {
    replaceMethod(EventEmitter.prototype, name, native => {
      return function once(this: unknown, ...args: unknown[]) {
        const [type, listener] = args as [Key, Listener];
        const watched = rt.guard('emitter once', () =>
          isWatched(this, listener) ? wrap(this, type, listener, new Trace(once)) : undefined,
        );
        if (watched === undefined) return Reflect.apply(native, this, args);
        const result = Reflect.apply(native, this, [type, watched]);
        rt.guard('emitter once', () => {
          for (const raw of rawListeners.call(this as EventEmitter, type) as { listener?: unknown }[])
            if (raw.listener === watched) raw.listener = listener;
        });
        return result;
      };
    });
  }
}

/** The `resolve` of a promise: what awaits it goes on in its own flow. */
function isNative(listener: Listener): boolean {
  return listener.name === '' && matches(/\{\s*\[native code\]\s*\}$/, Function.prototype.toString.call(listener));
}
