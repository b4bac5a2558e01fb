import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Context, runtime } from '../core/index.ts';
import { lockBook } from './book.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

// A stack that nobody has read keeps alive what stood on it: thousands of flows with some dozens each would be a hundred MB.
test('a flow that has let go of many locks keeps none of the places where it took them', async () => {
  const rt = runtime();
  const book = lockBook();
  const flow = rt.startFlow('flow', 'busy', { parent: undefined });
  const lock = book.make({ kind: 'custom', name: 'A', capacity: 1 });
  const taken: WeakRef<object>[] = [];
  const use = (times: number) => {
    for (let at = 0; at < times; at++) {
      const hold = rt.run(new Context(flow), () => book.takes(lock));
      taken.push(new WeakRef(hold.asked));
      book.released(hold);
    }
  };
  const alive = async () => {
    await turn();
    collect();
    return taken.filter(one => one.deref() !== undefined).length;
  };
  use(8);
  deepEqual([book.releasedIn(flow)?.length, await alive()], [8, 8]);
  use(9);
  equal(book.releasedIn(flow), undefined);
  equal(await alive(), 0);
  rt.endFlow(flow, 'done');
});
