import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzHub, fuzzReaders } from '../wire-fuzz.ts';

const seed = Date.now() % 1_000_000_000;

test(`lines nearly right, and noise: read or refused (seed ${seed})`, () => {
  const { accepted, refused, problems } = fuzzReaders(1_500, seed);
  deepEqual(problems, []);
  equal(accepted > 0 && refused > 0, true);
});

test(`a hub that hears nonsense goes on serving others (seed ${seed})`, { timeout: 60_000 }, async () => {
  const { refused, problems } = await fuzzHub(150, seed);
  deepEqual(problems, []);
  equal(refused > 0, true);
});
