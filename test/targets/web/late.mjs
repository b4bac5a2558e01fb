// One holds a lock in a scope and another waits for it, until it is told to go.
import { CancelScopeTracker, flow } from 'eddy';

const tracker = new CancelScopeTracker();
const locks = navigator.locks;
const held = Promise.withResolvers();
void flow('loads', () =>
  locks.request('crane', async () => {
    tracker.enterScope('loading');
    held.resolve();
    await new Promise(() => {});
  }),
);
await held.promise;
void flow('waits', () => locks.request('crane', () => {}));
console.log(`port 0 pid ${process.pid}`);
setInterval(() => {}, 1_000);
