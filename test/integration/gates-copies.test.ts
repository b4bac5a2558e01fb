// A probe is met in each text that was made of its source, and not in the first one alone.
import { deepEqual, equal } from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from 'esbuild';
import type { Binding, EddyEvent } from '../../src/wire/protocol/index.ts';
import { folder, lineOf, root, run, runUnderEddy } from '../launch/index.ts';

const home = join(root, 'test/targets/gates/copies');
const file = join(home, 'twice.mjs');

test('a file that is loaded again, and otherwise, has its probes each time, and its own columns', async t => {
  const words = [process.execPath, join(home, 'main.mjs')] as const;
  const asked = ['--snap', `${file}:${lineOf(file, 'result')}`, '--quiet'];
  const { stdout, report } = await runUnderEddy(t, [...asked, ...words]);
  equal(stdout, (await run(words[0], [words[1]])).stdout);
  const { sessions } = report as unknown as { sessions: { items: { events: EddyEvent[] }[] } };
  const snaps = sessions.items.flatMap(one => one.events).filter(({ kind }) => kind === 'snap');
  deepEqual(
    snaps.map(({ data }) => [data.file, (data.locals as Record<string, unknown>).result]),
    [
      [file, 43],
      [file, 42],
      [file, 42],
    ],
  );
});

const bundles = join(root, 'test/targets/gates/bundles');
const prices = join(bundles, 'prices.ts');

/** Two entries that share a source, each in a bundle of its own: what was bound, and what was met there. */
async function metInBundles(t: TestContext, kind: string, mark: string) {
  const out = realpathSync(folder(t));
  const entryPoints = ['order', 'refund'].map(name => join(bundles, `${name}.ts`));
  await build({
    entryPoints,
    outdir: out,
    bundle: true,
    platform: 'node',
    sourcemap: true,
    logLevel: 'error',
  });
  const words = [process.execPath, join(bundles, 'main.cjs'), out] as const;
  const asked = [`--${kind}`, `${prices}:${lineOf(prices, mark)}`, '--hold-for', '1ms', '--quiet'];
  const { stdout, report } = await runUnderEddy(t, [...asked, ...words]);
  equal(stdout, '6 11\n');
  const { sessions } = report as unknown as { sessions: { items: { events: EddyEvent[] }[] } };
  const events = sessions.items.flatMap(one => one.events);
  const met = events.filter(event => ['snap', 'held', 'stopped'].includes(event.kind)).map(({ data }) => data.locals);
  const last = events.findLast(event => event.kind === 'probe-bound')?.data as Binding | undefined;
  return { met, out, bound: last?.places.map(place => place.function), reason: last?.reason };
}

for (const kind of ['snap', 'hold', 'stop'])
  test(`a line that is in two bundles is met in both, and both are named: ${kind}`, async t => {
    const { met, out, bound, reason } = await metInBundles(t, kind, 'total');
    deepEqual(met, [
      { count: 2, total: 6 },
      { count: 4, total: 12 },
    ]);
    deepEqual(bound, ['price']);
    equal(reason, `It is in 2 files that were made of its source: ${out}/order.js, ${out}/refund.js.`);
  });

test('a line that the first bundle left out is met in the second', async t => {
  const { met, reason } = await metInBundles(t, 'hold', 'less');
  deepEqual([met, reason], [[{ total: 12, less: 11 }], undefined]);
});
