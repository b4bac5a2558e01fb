import type { Runtime } from '../runtime/inside.ts';

// A program may take the global away.
const { apply } = Reflect;

type Watcher = (...args: unknown[]) => void;

/** What the process says, seen as it passes by: no listener is added, so that none is counted and no default changes. */
export interface ProcessEvents {
  before(event: string, watcher: Watcher): void;
  after(event: string, watcher: Watcher): void;
  /** The last of all, told how it ended: somebody listened, nobody did, or a listener threw. */
  onEmitted(watcher: EmittedWatcher): void;
  /** Nobody is told any more. False: the program has put its own in front, and what is left of ours passes everything on. */
  restore(): boolean;
}

type EmittedWatcher = (event: string | symbol, how: 'heard' | 'unheard' | 'threw') => void;

export function watchProcessEvents(rt: Runtime): ProcessEvents {
  // No Map and no spread on the way: a program may have replaced what they call, and would get its error from us.
  const before: Record<string | symbol, Watcher[]> = Object.create(null);
  const after: Record<string | symbol, Watcher[]> = Object.create(null);
  const run = (watchers: Watcher[] | undefined, args: unknown[]) => {
    if (watchers === undefined) return;
    for (let at = 0; at < watchers.length; at++) rt.guard('process event', () => apply(watchers[at]!, undefined, args));
  };
  let emitted: EmittedWatcher | undefined;
  const theirs = Object.getOwnPropertyDescriptor(process, 'emit');
  const original = process.emit as (this: NodeJS.Process, event: string | symbol, ...args: unknown[]) => boolean;

  const emit = function (this: NodeJS.Process, event: string | symbol, ...args: unknown[]): boolean {
    const words: [string | symbol, ...unknown[]] = [event];
    for (let at = 0; at < args.length; at++) words[at + 1] = args[at];
    run(before[event], args);
    let how: 'heard' | 'unheard' | 'threw' = 'threw';
    try {
      const heard = apply(original, this, words);
      how = heard ? 'heard' : 'unheard';
      return heard;
    } finally {
      run(after[event], args);
      if (emitted !== undefined) emitted(event, how);
    }
  };
  Object.defineProperty(emit, 'name', { value: 'emit' });
  Object.defineProperty(process, 'emit', { value: emit, writable: true, configurable: true, enumerable: false });

  const add = (lists: Record<string | symbol, Watcher[]>) => (event: string, watcher: Watcher) => {
    lists[event] = [...(lists[event] ?? []), watcher];
  };
  const onEmitted = (watcher: EmittedWatcher) => {
    emitted = (event, how) => rt.guard('process event', () => watcher(event, how));
  };
  const restore = () => {
    for (const lists of [before, after]) for (const event of Object.keys(lists)) delete lists[event];
    emitted = undefined;
    if (Object.getOwnPropertyDescriptor(process, 'emit')?.value !== emit) return false;
    if (theirs === undefined) return Reflect.deleteProperty(process, 'emit');
    Object.defineProperty(process, 'emit', theirs);
    return true;
  };
  return { before: add(before), after: add(after), onEmitted, restore };
}
