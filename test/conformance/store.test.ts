import { join } from 'node:path';
import { MemoryStore } from '../../src/hub/store/memory/index.ts';
import { openSqliteStore } from '../../src/hub/store/sqlite/index.ts';
import { folder } from '../launch/index.ts';
import { storeConformance } from './store.ts';

storeConformance('memory', async (t, limits) => {
  const store = new MemoryStore(limits);
  t.after(() => store.close());
  return store;
});

storeConformance('sqlite', async (t, limits) => {
  const store = await openSqliteStore({ path: join(folder(t), 'store', 'history.db'), ...limits });
  t.after(() => store.close());
  return store;
});
