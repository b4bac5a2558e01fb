import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { freshSeed } from '../launch/index.ts';
import { fuzzConfig } from '../soak/config-fuzz.ts';

// The rest of them: npm run soak -- config-fuzz.
for (const seed of [1, freshSeed()]) {
  test(`500 configurations from seed ${seed} are accepted, or refused with a code`, () => {
    const { accepted, refused, broken } = fuzzConfig(seed, 500);
    deepEqual(broken, []);
    ok(accepted > 0 && refused > 0, `${accepted} accepted, ${refused} refused`);
  });
}
