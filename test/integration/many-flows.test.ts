// Ten thousand flows are looked at in many small answers, and none is missing.
import { deepEqual, equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import { eddy, lineOf, root, until } from '../launch/index.ts';

const program = join(root, 'test/targets/gates/many.mjs');
const count = 10_000;

test('every one of 10,000 live flows is listed, with its functions and their lines', async t => {
  const folder = mkdtempSync('/tmp/em-');
  const child = spawn(process.execPath, [eddy, 'run', '--quiet', program, String(count), 'rests'], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await once(child.stdout, 'data');
  const hub = await openHub(undefined, 'test', [folder]);
  t.after(() => hub.close());
  for (const leavesOnly of [false, true]) {
    // A look is given two seconds, in which a busy machine may not list so many; and the program prints before its keeper has called.
    const targets = await until(async () => {
      const looked = (await hub.ask('flows', { leavesOnly })).targets;
      return looked[0]?.activity === undefined ? undefined : looked;
    });
    const jobs = (targets[0]?.activity?.flows ?? []).filter(({ kind }) => kind === 'flow');
    equal(new Set(jobs.map(one => one.name)).size, count);
    const lines = leavesOnly ? ['waits'] : ['calls', 'waits'];
    const seen = new Set(
      jobs.map(one => JSON.stringify(one.activations.map(({ line }) => line).sort((a, b) => b - a))),
    );
    deepEqual([...seen], [JSON.stringify(lines.map(mark => lineOf(program, mark)))]);
    equal(targets[0]?.activity?.liveActivations, 2 * count);
  }
});
