// A few of two long proofs; the rest of them: npm run soak -- store-kill, npm run soak -- store-fuzz.
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { folder, freshSeed } from '../launch/index.ts';
import { FuzzFile } from '../soak/store/fuzz-file.ts';
import { killRound } from '../soak/store/kill-round.ts';

const random = freshSeed();

for (const seed of [1, random]) {
  test(`a process that writes is killed, seed ${seed}: what was said to be kept is there, the rest is counted`, async t => {
    deepEqual((await killRound(folder(t), seed)).problems, []);
  });
}

for (const first of [1, random]) {
  test(`broken stores from seed ${first} are read, or put aside as they were`, t => {
    const file = new FuzzFile();
    t.after(() => file.close());
    const fates = Array.from({ length: 60 }, (_, at) => file.try(first + at));
    ok(fates.includes('read') && fates.includes('set aside'), fates.join());
  });
}
