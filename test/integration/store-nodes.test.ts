import { deepEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, nodeMajors, nodePath, root, run, withoutNode } from '../launch/index.ts';

const source = join(root, 'src/hub/store/sqlite/index.ts');

/** Its own warnings aside, which come of running sources: not those of the store's thread. */
const program = (path: string) => `
  process.removeAllListeners('warning');
  const { openSqliteStore, openSqliteView } = await import(${JSON.stringify(source)});
  console.log(process.moduleLoadList.some(one => /sqlite/.test(one)));
  const store = await openSqliteStore({ path: ${JSON.stringify(path)} });
  store.put({ item: 'event', run: 'r', event: { seq: 1, at: 2, kind: 'log', target: 't', data: {} } });
  await store.flush();
  const view = await openSqliteView(${JSON.stringify(path)});
  console.log((await view.events({})).events.length, store.status().kept);
  await view.close();
  await store.close();
`;

for (const major of nodeMajors) {
  test(`Node ${major} keeps a store, and says nothing of SQLite`, { skip: withoutNode(major) }, async t => {
    const path = join(folder(t), 'history.db');
    const { status, stdout, stderr } = await run(nodePath(major), ['--input-type=module', '-e', program(path)]);
    deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'false\n1 1\n', stderr: '' });
  });
}
