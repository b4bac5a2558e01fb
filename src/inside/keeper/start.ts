import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { KeeperOptions } from './options.ts';

/** Starts the keeper's thread. It holds nothing alive, prints nothing, and loads none of the program's own preloads. */
export function startKeeper(options: KeeperOptions): Worker {
  const worker = unnoticed(
    () =>
      new Worker(join(dirname(fileURLToPath(import.meta.url)), 'keeper.cjs'), {
        workerData: options,
        transferList: options.port === undefined ? [] : [options.port],
        env: { ...process.env, NODE_OPTIONS: '', EDDY_KEEPER: '1' },
        execArgv: [],
        stdin: false,
        stdout: true,
        stderr: true,
        name: 'eddy keeper',
      }),
  );
  worker.unref();
  // Its death must not become the program's uncaught error; the program goes on without a keeper.
  worker.on('error', () => {});
  return worker;
}

/**
 * Node tells the process of each new worker in a tick of its own. Ours is nobody's business, and a tick that is queued
 * before the program's first line would show as one more frame in the stacks of its first microtasks.
 */
function unnoticed<T>(make: () => T): T {
  const theirs = Object.getOwnPropertyDescriptor(process, 'nextTick');
  try {
    Object.defineProperty(process, 'nextTick', { value: () => {}, configurable: true, writable: true });
    return make();
  } finally {
    if (theirs !== undefined) Object.defineProperty(process, 'nextTick', theirs);
  }
}
