import { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import threads from 'node:worker_threads';
import { matches } from '../../base/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import type { Heirs } from './heirs.ts';
import { tellKeeper } from './line.ts';
import { StartedThreads } from './started-threads.ts';

// A program may replace them.
const { apply, construct } = Reflect;

/** Carries NODE_OPTIONS as the program gave them into a thread. */
const ownNodeOptions = 'EDDY_THREAD_NODE_OPTIONS';

interface SpawnOptions {
  envPairs?: string[];
}

/**
 * Children and threads are part of the run by their environment, which they inherit. Where the program gives one an
 * environment of its own, ours is put back into it: on the way into Node's one place for asynchronous children, into the
 * one for those that are waited for, and into a thread's options.
 */
export function passToChildren(rt: Runtime, heirs: Heirs): void {
  const preload = process.env.EDDY_PRELOAD ?? preloadOf(process.env.NODE_OPTIONS ?? '') ?? preloadByHand();
  if (preload === undefined) return;
  if (!threads.isMainThread) rt.guard('thread environment', giveBackEnvironment);
  rt.guard('children that are waited for', () => passToWaitedFor(rt, preload, heirs));
  rt.guard('threads', () => passToThreads(rt, preload));
  const prototype = ChildProcess.prototype as unknown as { spawn: (this: unknown, options: SpawnOptions) => unknown };
  const original = prototype.spawn;
  const spawn = function (this: unknown, given: SpawnOptions): unknown {
    rt.guard('child environment', () => {
      if (Array.isArray(given?.envPairs)) complete(given.envPairs, preload, heirs);
    });
    return apply(original, this, [given]);
  };
  Object.defineProperty(spawn, 'name', { value: original.name });
  Object.defineProperty(prototype, 'spawn', { ...Object.getOwnPropertyDescriptor(prototype, 'spawn'), value: spawn });
}

/** No public place is below spawnSync, execSync and execFileSync together; where Node would warn of this one, it stays alone. */
function passToWaitedFor(rt: Runtime, preload: string, heirs: Heirs): void {
  const words = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  const warns = words.includes('--pending-deprecation') || process.env.NODE_PENDING_DEPRECATION === '1';
  const { binding, permission } = process as unknown as { binding?: (name: string) => object; permission?: object };
  if (warns || permission !== undefined || typeof binding !== 'function') return;
  const place = binding('spawn_sync') as { spawn: (this: unknown, options: SpawnOptions) => unknown };
  const original = place.spawn;
  place.spawn = function (this: unknown, given: SpawnOptions): unknown {
    rt.guard('child environment', () => {
      if (Array.isArray(given?.envPairs)) complete(given.envPairs, preload, heirs);
    });
    return apply(original, this, [given]);
  };
}

/**
 * A thread has our options from its parent; only the words that load us are missing where its `env` replaces all. They
 * are gone again before its first line: unlike a child's, its environment is a plain object that programs compare.
 */
function passToThreads(rt: Runtime, preload: string): void {
  const original = threads.Worker;
  const started = new StartedThreads(rt.clock, thread => tellKeeper({ gone: thread }));
  const Worker: typeof original = new Proxy(original, {
    construct(target, given: unknown[], newTarget) {
      const completed = rt.guard('thread environment', () => withPreload(given[1], preload));
      const all = completed === undefined ? given : [given[0], completed];
      const made = construct(target, all, newTarget === Worker ? target : newTarget) as threads.Worker;
      rt.guard('thread end', () => started.add(made));
      return made;
    },
  });
  original.prototype.constructor = Worker;
  threads.Worker = Worker;
  syncBuiltinESMExports();
}

/** A copy of a thread's options with our words in its `env`; undefined where it has no plain one of its own. */
function withPreload(given: unknown, preload: string): object | undefined {
  const { env } = (given ?? {}) as { env?: unknown };
  if (typeof env !== 'object' || env === null || env === process.env) return undefined;
  const nodeOptions = String((env as NodeJS.ProcessEnv).NODE_OPTIONS ?? '');
  if (nodeOptions.includes(preload)) return undefined;
  const words = nodeOptions === '' ? preload : `${nodeOptions} ${preload}`;
  return { ...(given as object), env: { ...env, NODE_OPTIONS: words, [ownNodeOptions]: nodeOptions } };
}

/** In the thread: what its parent's program gave it, and nothing more. */
function giveBackEnvironment(): void {
  const given = process.env[ownNodeOptions];
  if (given === undefined) return;
  delete process.env[ownNodeOptions];
  if (given === '') delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = given;
}

/** Adds what is missing to an environment of `NAME=value` pairs, in place, and puts in what has become newer. */
export function complete(pairs: string[], preload: string, heirs: Pick<Heirs, 'lasting' | 'newest'>): void {
  const nodeOptions = valueIn(pairs, 'NODE_OPTIONS') ?? '';
  if (!nodeOptions.includes(preload))
    put(pairs, 'NODE_OPTIONS', `${nodeOptions}${nodeOptions === '' ? '' : ' '}${preload}`);
  const hub = valueIn(pairs, 'EDDY_HUB');
  // Another hub's: whoever starts it has said all that it needs.
  if (hub !== undefined && hub !== heirs.lasting.EDDY_HUB) return;
  for (const [name, value] of Object.entries(heirs.lasting))
    if (valueIn(pairs, name) === undefined) put(pairs, name, value);
  for (const [name, value] of Object.entries(heirs.newest)) put(pairs, name, value);
}

function valueIn(pairs: readonly string[], name: string): string | undefined {
  return pairs.find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function put(pairs: string[], name: string, value: string | undefined): void {
  const at = pairs.findIndex(pair => pair.startsWith(`${name}=`));
  const pair = value === undefined ? [] : [`${name}=${value}`];
  if (at < 0) pairs.push(...pair);
  else pairs.splice(at, 1, ...pair);
}

/** The words of NODE_OPTIONS that load us, as they stand there. */
function preloadOf(nodeOptions: string): string | undefined {
  return /--require[ =](?:"(?:[^"\\]|\\.)*register\.cjs"|[^\s"]*register\.cjs)/.exec(nodeOptions)?.[0];
}

/** Under `node --require eddy/register` NODE_OPTIONS does not name us: children would not load us. */
function preloadByHand(): string | undefined {
  if (!process.execArgv.some(word => matches(/^(-r|--require)\b/, word) || matches(/^--import\b/, word)))
    return undefined;
  const file = join(dirname(fileURLToPath(import.meta.url)), 'register.cjs');
  return existsSync(file) ? `--require "${file.replace(/[\\"]/g, '\\$&')}"` : undefined;
}
