// Every adapted package, loaded by import; says what it did, in order, on standard output.
import { setTimeout as sleep } from 'node:timers/promises';
import { E_TIMEOUT, Mutex, Semaphore, tryAcquire, withTimeout } from 'async-mutex';
import genericPool from 'generic-pool';
import pLimit from 'p-limit';
import PQueue from 'p-queue';
import Pool from 'pg-pool';
import useAll from './use-all-body.cjs';

useAll({ E_TIMEOUT, Mutex, Semaphore, tryAcquire, withTimeout, genericPool, Pool, pLimit, PQueue, sleep });
