import { RemoteDebugger } from './remote-debugger.ts';

// Two copies of us may be in one process; the debugger is one.
const key = Symbol.for('eddy.remote-debugger.1');
const registry = globalThis as { [key]?: RemoteDebugger };

/** The one of this process; a new one in memory where there is none. */
export function getRemoteDebugger(): RemoteDebugger {
  registry[key] ??= new RemoteDebugger();
  return registry[key];
}

/** As the one of this process from now on. Gives the one before, which is not closed. */
export function setRemoteDebugger(given: RemoteDebugger | undefined): RemoteDebugger | undefined {
  const before = registry[key];
  if (given === undefined) delete registry[key];
  else registry[key] = given;
  return before;
}
