import { deepEqual, equal } from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debianPython, type Ended, root, run } from '../launch/index.ts';
import { PythonHub } from './python-core-hub.ts';

const programs = join(root, 'test/targets/python/transparent');
const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;

// The program comes first: both its streams, its status and the signal it ends by are what they are without us.
test('Python programs are the same under Eddy', { skip: without, concurrency: 3 }, async t => {
  const hub = await PythonHub.open(t);
  const names = readdirSync(programs).filter(name => name.endsWith('.py'));
  await Promise.all(
    names.map(name =>
      t.test(name, async () => {
        const words = [join(programs, name)];
        const options = { stdin: 'hello\nrest', env: { PYTHONDONTWRITEBYTECODE: '1' } };
        const bare = await run(debianPython, words, options);
        const under = await run(debianPython, words, { ...options, env: { ...options.env, ...hub.environment() } });
        deepEqual(scrubbed(under), scrubbed(bare));
      }),
    ),
  );
  // What ends in order says so; what a signal kills, or becomes another program, cannot.
  const ended = new Set(hub.said('end').map(({ target }) => target));
  const silent = hub.targets().filter(({ id }) => !ended.has(id));
  deepEqual(silent.map(({ argv }) => argv.at(-1)?.split('/').at(-1)).sort(), ['executes.py', 'killed.py']);
  for (const { state } of hub.said('state')) deepEqual(state.dropped, {});
  equal(hub.left().length, 0);
});

/** Addresses and pids are of the run. */
function scrubbed({ status, signal, stdout, stderr }: Ended) {
  const scrub = (text: string) => text.replaceAll(/0x[0-9a-f]+/g, '0x').replaceAll(/pid=\d+/g, 'pid=');
  return { status, signal, stdout: scrub(stdout), stderr: scrub(stderr) };
}
