import { equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { debianPython, root, run } from '../launch/index.ts';

const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;

test('the tests of the agent’s own parts, in Python; every file is Python 3.9', { skip: without }, async () => {
  const words = ['-m', 'unittest', 'discover', '-s', 'python/tests', '-t', 'python'];
  const { status, stderr } = await run(debianPython, words, { cwd: root, env: { PYTHONDONTWRITEBYTECODE: '1' } });
  equal(status, 0, stderr);
  match(stderr, /Ran \d\d+ tests/);
});
