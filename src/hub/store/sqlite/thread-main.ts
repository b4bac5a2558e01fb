// Entry of the store's thread: one call after the other, each answered with how the file is.
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { isEddyError, systemClock } from '../../../base/index.ts';
import { ReadFile } from './read-file.ts';
import { StoreFile } from './store-file.ts';
import type { Call, CallName, Reply, ThreadCalls, ThreadData } from './thread-words.ts';

const data = workerData as ThreadData;
const port = parentPort!;
let file: StoreFile | ReadFile | undefined;

function writable(): StoreFile {
  if (file instanceof StoreFile) return file;
  throw new Error('It was opened to be read.');
}

function readable(): StoreFile | ReadFile {
  if (file === undefined) throw new Error('It is not open.');
  return file;
}

const calls: { [N in CallName]: (ask: ThreadCalls[N]['ask']) => ThreadCalls[N]['answer'] | Promise<number> } = {
  open: ({ now }) => {
    if (data.readOnly) {
      file = new ReadFile(data.path);
    } else {
      file = new StoreFile(data);
      file.openFirst(now);
    }
    return null;
  },
  keep: ({ rows, now }) => ({ isKept: writable().keep(rows, now) }),
  events: query => readable().read(systemClock.now(), reader => reader.events(query)),
  lastEvent: ({ run, target }) => readable().read(systemClock.now(), reader => reader.lastEvent(run, target)),
  named: ({ query, order }) => readable().read(systemClock.now(), reader => reader.named(query, order)),
  prune: async ({ now }) => {
    let count = 0;
    for (let went = writable().pruneStep(now); went > 0; went = writable().pruneStep(now)) {
      count += went;
      // Batches that came meanwhile go before the next step.
      await setImmediate();
    }
    return count;
  },
  damaged: ({ why, now }) => {
    writable().damaged(why, now);
    return null;
  },
  close: () => {
    file?.close();
    return null;
  },
};

port.on('message', async ({ id, name, ask }: Call) => {
  const stateNow = () => file?.state ?? { bytes: 0, lost: 0, openings: 0 };
  let reply: Reply;
  try {
    const make = calls[name] as (ask: unknown) => unknown;
    reply = { id, answer: await make(ask), state: stateNow() };
  } catch (error) {
    const { message } = error as Error;
    const told = isEddyError(error)
      ? { code: error.code, message, data: error.data }
      : { code: 'closed' as const, message, data: {} };
    reply = { id, error: told, state: stateNow() };
  }
  port.postMessage(reply);
  if (name === 'close') port.close();
});
