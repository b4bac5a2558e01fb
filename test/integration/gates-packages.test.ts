import { equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../src/wire/protocol/index.ts';
import { eddy, root, run } from '../launch/index.ts';
import { closeHome, homeBeside } from '../soak/gates-packages/home.ts';
import { listPrograms } from '../soak/gates-packages/programs.ts';
import { compareWays, everywhere, withAllArmed } from '../soak/gates-packages/ways.ts';

const home = homeBeside(join(root, 'node_modules'));
const programs = listPrograms(home).filter(({ name }) => name === 'express' || name === 'p-queue');

// All packages, and zod, acorn, undici among them: npm run soak -- gates-packages
test('packages with gates say what they say without', async t => {
  t.after(() => closeHome(home));
  for (const program of programs)
    await t.test(program.name, async () => {
      const { same, lines } = await compareWays(program, process.execPath, ['gates off', 'gates armed'], home);
      ok(same, lines.join('\n'));
    });
  // Else none of this would say anything.
  await t.test('gates that are armed for every flow are hit', async () => {
    const report = join(home.folder, 'hit.json');
    const words = [eddy, 'run', '--quiet', '--report', report, ...everywhere, process.execPath, ...withAllArmed];
    const { status, stderr } = await run(process.execPath, [...words, join(home.folder, 'p-queue.mjs')], {
      cwd: home.folder,
      env: { ARM_FOR: 'every-flow' },
    });
    equal(status, 0, stderr);
    const [{ armed }] = Object.values((JSON.parse(readFileSync(report, 'utf8')) as Report).system) as [
      { armed: { hits: number } },
    ];
    ok(armed.hits > 100, `${armed.hits} hits`);
  });
});
