import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '../../src/hub/store/memory/index.ts';
import { openSqliteStore } from '../../src/hub/store/sqlite/index.ts';
import { storeConformance } from './store.ts';

storeConformance('memory', async (t, limits) => {
  const store = new MemoryStore(limits);
  t.after(() => store.close());
  return store;
});

storeConformance('sqlite', async (t, limits) => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  const store = await openSqliteStore({ path: join(folder, 'store', 'history.db'), ...limits });
  t.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
});
