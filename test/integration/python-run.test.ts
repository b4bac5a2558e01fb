import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debianPython, eddy, root, run, runUnderEddy } from '../launch/index.ts';

const programs = join(root, 'test/targets/python/run');
const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;
const env = { PYTHONDONTWRITEBYTECODE: '1', VIRTUAL_ENV: undefined };

test('a script: its words, its input, both outputs, its status; and its report', { skip: without }, async t => {
  const flags = ['-q', '--python', debianPython];
  const options = { stdin: 'from us', env, flags };
  const { report, ...ended } = await runUnderEddy(t, [join(programs, 'app.py'), '7', '--report'], options);
  equal(ended.stdout, `['7', '--report'] 'from us' ${debianPython}\n`);
  equal(ended.stderr, 'to standard error\n');
  deepEqual([ended.status, ended.signal], [7, null]);
  const [target] = report.targets;
  match(String(target?.python), /^3\.\d+\.\d+$/);
  deepEqual(target?.end, { how: 'exit', code: 7 });
  equal(report.tasks.items.filter(one => String(one.name).startsWith('job ')).length, 3);
  deepEqual(report.dropped, {});
  deepEqual(target?.notes, []);
});

test('a module, a command with a Python shebang, a script without an ending', { skip: without }, async () => {
  const under = (words: string[]) => run(process.execPath, [eddy, 'run', '-q', ...words], { cwd: programs, env });
  const module = await under([debianPython, '-m', 'pkg.mod', 'one']);
  deepEqual([module.stdout, module.stderr, module.status], ["__main__ ['one']\n", '', 0]);
  const command = await under(['./command', 'one']);
  deepEqual([command.stdout, command.stderr, command.status], ["a command ['one']\n", '', 4]);
  const plain = await under(['--python', debianPython, './plain-script']);
  deepEqual([plain.stdout, plain.stderr, plain.status], ['no ending, not executable\n', '', 0]);
});

test('Python that leaves the environment aside is not seen, and runs all the same', { skip: without }, async t => {
  const { report, ...ended } = await runUnderEddy(t, [debianPython, '-I', '-c', 'print(1)'], { env, flags: ['-q'] });
  deepEqual([ended.stdout, ended.stderr, ended.status], ['1\n', '', 0]);
  equal(report.targets.length, 1);
  match(report.targets[0]!.notes.join(), /leaves the environment .* aside/);
});

test('no interpreter: an error that says so, and status 127', async () => {
  const words = [eddy, 'run', '--python', './no/such/python', join(programs, 'app.py')];
  const { status, stdout, stderr } = await run(process.execPath, words);
  deepEqual([status, stdout], [127, '']);
  match(stderr, /--python \.\/no\/such\/python: .* is no program, and no virtual environment\./);
});
