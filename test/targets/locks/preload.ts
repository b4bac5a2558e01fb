// The lock adapters without the rest of the preload: says on standard error, when the program ends, what was seen of locks.
import { writeSync } from 'node:fs';
import { hookSources } from '../../../src/inside/gates/load/index.ts';
import { runtime } from '../../../src/inside/runtime/inside.ts';
import {
  installLockAdapters,
  LockEditor,
  lookForStuckLocks,
} from '../../../src/inside/runtime/locks/adapters/index.ts';

const rt = runtime();
installLockAdapters(rt);
hookSources([new LockEditor(rt)]);
process.on('beforeExit', () => lookForStuckLocks(rt));
process.on('exit', () => {
  rt.findings.lookAtDue(true);
  const { sections, findings, dropped } = rt.state();
  writeSync(2, `${JSON.stringify({ locks: sections.locks, findings, dropped, notes: [...rt.notes] })}\n`);
});
