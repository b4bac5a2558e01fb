import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { freshSeed, run } from '../launch/index.ts';
import { fuzzArguments } from '../soak/gates-fuzz.ts';

// The rest of them: npm run soak -- gates-fuzz.
for (const [seed, count] of [
  [1, 30],
  [freshSeed(), 15],
] as const) {
  test(`${count} programs from seed ${seed} do the same with gates, probes and holds`, async () => {
    const words = ['--seed', `${seed}`, '--count', `${count}`];
    const { status, stdout, stderr } = await run(process.execPath, fuzzArguments(words), { deadlineMs: 120_000 });
    equal(status, 0, `${stdout}${stderr}`);
  });
}
