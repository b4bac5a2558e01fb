import { deepEqual, rejects } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eddy, folder, run } from './index.ts';

test('a deadline ends Eddy and its program, and tells what was said', async t => {
  const base = folder(t);
  const file = join(base, 'p.mjs');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';
     process.on('SIGTERM', () => {});
     writeFileSync(${JSON.stringify(join(base, 'pid'))}, String(process.pid));
     console.log('at work'); setInterval(() => {}, 1000);`,
  );
  const ran = run(process.execPath, [eddy, 'run', file], { deadlineMs: 5000, env: { TMPDIR: base } });
  await rejects(ran, /was not over after 5000 ms.*at work/s);
  const pid = Number(readFileSync(join(base, 'pid'), 'utf8'));
  await until(() => !isAlive(pid));
});

test('what could not be started fails at once', async () => {
  await rejects(run('/no/such/program', []), { code: 'ENOENT' });
  deepEqual((await run(process.execPath, ['-p', '1'])).stdout, '1\n');
});

/** One that waits to be fetched by its parent is dead too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** The runner's deadline ends a test that waits in vain. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}
