import { Runtime } from './runtime.ts';

// Two copies of us can be in one thread (the preload's and an imported one): the first to come makes the runtime for both.
const key = Symbol.for('eddy.runtime.1');

export function runtime(): Runtime {
  const holder = globalThis as { [key]?: Runtime };
  if (holder[key] === undefined) Object.defineProperty(globalThis, key, { value: new Runtime(), configurable: true });
  return holder[key] as Runtime;
}
