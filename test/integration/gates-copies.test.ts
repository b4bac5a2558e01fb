// A probe is met in each text that was made of its source, and not in the first one alone.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { lineOf, root, run, runUnderEddy } from '../launch/index.ts';

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
