import { ChildProcess } from 'node:child_process';
import type { Runtime } from '../runtime/inside.ts';
import type { InsideOptions } from './options.ts';

interface SpawnOptions {
  envPairs?: string[];
}

/**
 * Children are part of the run by their environment, which they inherit. Where the program gives a child an environment
 * of its own, ours is put back into it, on the way into Node's one place for asynchronous children.
 */
export function passToChildren(rt: Runtime, options: InsideOptions): void {
  const preload = process.env.EDDY_PRELOAD ?? preloadOf(process.env.NODE_OPTIONS ?? '');
  if (preload === undefined) return;
  const prototype = ChildProcess.prototype as unknown as { spawn: (this: unknown, options: SpawnOptions) => unknown };
  const original = prototype.spawn;
  const spawn = function (this: unknown, given: SpawnOptions): unknown {
    rt.guard('child environment', () => {
      if (Array.isArray(given?.envPairs)) complete(given.envPairs, preload, options.environment);
    });
    return Reflect.apply(original, this, [given]);
  };
  Object.defineProperty(spawn, 'name', { value: original.name });
  Object.defineProperty(prototype, 'spawn', { ...Object.getOwnPropertyDescriptor(prototype, 'spawn'), value: spawn });
}

/** Adds what is missing to an environment of `NAME=value` pairs, in place. */
export function complete(pairs: string[], preload: string, environment: Readonly<Record<string, string>>): void {
  const at = pairs.findIndex(pair => pair.startsWith('NODE_OPTIONS='));
  const nodeOptions = at < 0 ? '' : (pairs[at] as string).slice('NODE_OPTIONS='.length);
  if (!nodeOptions.includes(preload)) {
    const pair = `NODE_OPTIONS=${nodeOptions}${nodeOptions === '' ? '' : ' '}${preload}`;
    if (at < 0) pairs.push(pair);
    else pairs[at] = pair;
  }
  for (const [name, value] of Object.entries(environment)) {
    if (!pairs.some(pair => pair.startsWith(`${name}=`))) pairs.push(`${name}=${value}`);
  }
}

/** The words of NODE_OPTIONS that load us, as they stand there. */
function preloadOf(nodeOptions: string): string | undefined {
  return /--require[ =](?:"(?:[^"\\]|\\.)*register\.cjs"|[^\s"]*register\.cjs)/.exec(nodeOptions)?.[0];
}
