/**
 * ambient: what is seen in a program that was not touched: abort signals, races, rejections, stream readers, response
 * bodies, listeners on shared emitters. Each watcher is a file and keeps nothing of the program's alive. It must not know
 * of anything that a program does through our API.
 */
import type { Runtime } from '../core/index.ts';
import { watchAbortAny } from './abort-any.ts';
import { watchAbortListeners } from './abort-listeners.ts';
import { watchEmitterOnce } from './emitter-once.ts';
import { watchRaces } from './promise-race.ts';
import { watchRejections } from './rejections.ts';
import { watchResponseBodies } from './response-bodies.ts';
import { watchStreamReaders } from './stream-readers.ts';

const installed = Symbol.for('eddy.ambient.1');
const watchers = {
  watchAbortListeners,
  watchAbortAny,
  watchRaces,
  watchRejections,
  watchStreamReaders,
  watchResponseBodies,
  watchEmitterOnce,
};

/** Installs all watchers in this thread, once: a second copy of us finds the mark of the first. */
export function watchAmbient(rt: Runtime): void {
  if (installed in rt) return;
  Object.defineProperty(rt, installed, { value: true });
  for (const [name, watch] of Object.entries(watchers)) rt.guard(name, () => watch(rt));
}
