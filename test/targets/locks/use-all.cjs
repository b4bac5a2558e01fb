'use strict';
// Every adapted package, loaded by require; says what it did, in order, on standard output.
const { setTimeout: sleep } = require('node:timers/promises');
const { E_TIMEOUT, Mutex, Semaphore, tryAcquire, withTimeout } = require('async-mutex');
const genericPool = require('generic-pool');
const Pool = require('pg-pool');
const pLimit = require('p-limit').default;
const PQueue = require('p-queue').default;
require('./use-all-body.cjs')({
  E_TIMEOUT,
  Mutex,
  Semaphore,
  tryAcquire,
  withTimeout,
  genericPool,
  Pool,
  pLimit,
  PQueue,
  sleep,
});
