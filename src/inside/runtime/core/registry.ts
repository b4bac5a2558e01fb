import { Runtime } from './runtime.ts';

// Two copies of us can be in one thread (the preload's and an imported one): the first to come makes the runtime for both.
const key = Symbol.for('eddy.runtime.1');
let own: Runtime | undefined;

export function runtime(): Runtime {
  if (own !== undefined) return own;
  const holder = globalThis as { [key]?: Runtime };
  if (holder[key] === undefined) Object.defineProperty(globalThis, key, { value: new Runtime(), configurable: true });
  return holder[key] as Runtime;
}

/** Of a copy that comes into a program later and leaves it again: the program's own library does not share it. */
export function runtimeApart(): Runtime {
  own ??= new Runtime();
  return own;
}
