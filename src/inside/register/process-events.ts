import type { Runtime } from '../runtime/inside.ts';

// A program may take the global away.
const { apply } = Reflect;

type Watcher = (...args: unknown[]) => void;

/** What the process says, seen as it passes by: no listener is added, so that none is counted and no default changes. */
export interface ProcessEvents {
  before(event: string, watcher: Watcher): void;
  after(event: string, watcher: Watcher): void;
}

export function watchProcessEvents(rt: Runtime): ProcessEvents {
  const before = new Map<string | symbol, Watcher[]>();
  const after = new Map<string | symbol, Watcher[]>();
  const run = (watchers: Watcher[] | undefined, args: unknown[]) => {
    if (watchers !== undefined) for (const watcher of watchers) rt.guard('process event', () => watcher(...args));
  };
  const original = process.emit as (this: NodeJS.Process, event: string | symbol, ...args: unknown[]) => boolean;

  const emit = function (this: NodeJS.Process, event: string | symbol, ...args: unknown[]): boolean {
    run(before.get(event), args);
    try {
      return apply(original, this, [event, ...args]);
    } finally {
      run(after.get(event), args);
    }
  };
  Object.defineProperty(emit, 'name', { value: 'emit' });
  Object.defineProperty(process, 'emit', { value: emit, writable: true, configurable: true, enumerable: false });

  const add = (map: Map<string | symbol, Watcher[]>) => (event: string, watcher: Watcher) => {
    const list = map.get(event);
    if (list === undefined) map.set(event, [watcher]);
    else list.push(watcher);
  };
  return { before: add(before), after: add(after) };
}
