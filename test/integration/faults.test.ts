// A few of the faults of a long proof; the rest of them: npm run soak -- faults.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { eddy, folder, freshSeed, lineOf, root } from '../launch/index.ts';
import { Part } from '../soak/faults/part.ts';
import { faults, planOf } from '../soak/faults/plan.ts';
import { playRound } from '../soak/faults/play-round.ts';

const linux = process.platform === 'linux' ? false : 'whose process is whose is read from /proc';
const random = freshSeed();

for (const fault of faults) {
  for (const first of [1, random]) {
    test(`${fault} breaks while flows are held, the first from seed ${first}`, { skip: linux }, async () => {
      let seed = first;
      while (planOf(seed).fault !== fault) seed++;
      const { problems, answered, story } = await playRound(planOf(seed));
      deepEqual(problems, [], `seed ${seed}: ${story}`);
      equal(answered > 0, true);
    });
  }
}

test('what starts after Eddy was killed is not held', { timeout: 30_000 }, async t => {
  const file = join(root, 'test/soak/faults/alone.mjs');
  const words = ['run', '--quiet', '--hold', `${file}:${lineOf(file, 'held')}`, '--hold-for', '10m', file];
  const part = new Part([eddy, ...words], { ...process.env, NODE_OPTIONS: '', TMPDIR: folder(t) });
  const pid = Number((await part.waitForLine(/^pid (\d+)/))[1]);
  let isOver = false;
  t.after(() => void (isOver || process.kill(pid, 'SIGKILL')));
  part.kill('SIGKILL');
  await part.ended;
  process.kill(pid, 'SIGUSR2');
  await part.drained;
  isOver = true;
  deepEqual(part.lines.slice(1), ['worker 2, marked 3']);
});
