import { deepEqual, match } from 'node:assert/strict';
import { test } from 'node:test';
import { fail, systemClock } from '../../../base/index.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import { runCli } from '../cli.ts';
import type { AttachJob } from '../ports.ts';

async function asked(...words: string[]): Promise<{ job: AttachJob | undefined; err: string }> {
  let job: AttachJob | undefined;
  let err = '';
  await runCli(words, {
    version: '1.2.3',
    cwd: '/shop',
    colours: false,
    outColours: false,
    clock: systemClock,
    dial: () => Promise.reject(fail('no-run', 'No program runs.')),
    runs: async () => [{ pid: 7, pids: [8, 9] }] as never,
    plane: { ...noPlane, interrupted: () => new Promise(() => {}) },
    out: () => {},
    err: text => {
      err += text;
    },
    run: () => Promise.reject(fail('refused', 'No run.')),
    attach: given => {
      job = given;
      return Promise.reject(fail('no-run', 'It has ended.'));
    },
  });
  return { job, err };
}

test('options may stand before the place and behind it', async () => {
  for (const words of [
    ['attach', '--log', 'a.mjs:5=x {y}', '--quiet', '4711'],
    ['attach', '4711', '--log', 'a.mjs:5=x {y}', '--quiet'],
    ['attach', '--quiet', '4711', '--log', 'a.mjs:5=x {y}'],
  ]) {
    const { job } = await asked(...words);
    deepEqual(job?.to, { pid: 4711 });
    deepEqual(
      job?.options.probing.probes.map(({ text }) => text),
      ['x {y}'],
    );
  }
});

test('one place, and no more words', async () => {
  for (const [words, said] of [
    [['attach'], /to what\?/],
    [['attach', '4711', '4712'], /what is "4712" for\?|what is "4711" for\?/],
    [['attach', '4711', '--snup', 'a.mjs:5'], /--snup/],
    [['attach', 'shop'], /neither a process nor a port/],
  ] as const) {
    const { job, err } = await asked(...words);
    deepEqual(job, undefined);
    match(err, said);
  }
});

test('a process of a run is refused before anything is sent to it', async () => {
  const { job, err } = await asked('attach', '9');
  deepEqual(
    [job, err],
    [undefined, 'eddy: Process 9 runs under Eddy already. Nothing was sent to it. See: eddy ps --run 9.\n'],
  );
});
