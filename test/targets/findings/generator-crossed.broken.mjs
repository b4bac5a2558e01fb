// A cursor holds a lock across its yields; one job reads from it, another one closes it.
import { Mutex } from 'async-mutex';
import { flow } from 'eddy';

const table = new Mutex();

async function* rows() {
  const release = await table.acquire();
  try {
    for (let id = 1; ; id++) yield { id };
  } finally {
    release();
  }
}

const cursor = rows();
const readOne = Promise.withResolvers();
const closed = Promise.withResolvers();
const reader = flow('reader', async () => {
  await cursor.next(); // @stepped
  readOne.resolve();
  await closed.promise;
});
await flow('janitor', async () => {
  await readOne.promise;
  await cursor.return(); // @called
});
closed.resolve();
await reader;
