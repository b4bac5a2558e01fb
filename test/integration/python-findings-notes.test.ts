import { deepEqual, equal, match } from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debianPython, folder, root, run, runUnderEddy } from '../launch/index.ts';
import { withoutAnyio } from './python-findings.ts';

test('a library without sources is left as it is, and the notes say so', { skip: withoutAnyio }, async t => {
  const packages = join(folder(t), 'site-packages');
  const anyio = join(packages, 'anyio');
  mkdirSync(packages);
  cpSync('/usr/lib/python3/dist-packages/anyio', anyio, { recursive: true });
  equal((await run(debianPython, ['-m', 'compileall', '-q', '-b', anyio])).status, 0);
  for (const name of readdirSync(anyio, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.py')) rmSync(join(anyio, name));
  }
  const file = join(root, 'test/targets/python/scopes/manual-exit.broken.py');
  const env = { PYTHONPATH: packages };
  const bare = await run(debianPython, [file], { env });
  const { report, ...ours } = await runUnderEddy(t, [debianPython, file], { env, flags: ['--quiet'] });
  deepEqual(ours, bare);
  deepEqual(report.findings, []);
  match(report.targets[0]?.notes.join('\n') ?? '', /Cancel scopes of anyio are not fully watched: .* has no source\./);
});
