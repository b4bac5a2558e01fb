// Entry of the keeper's thread.
import { workerData } from 'node:worker_threads';
import { Keeper } from './keeper.ts';
import type { KeeperOptions } from './options.ts';

new Keeper(workerData as KeeperOptions).start();
