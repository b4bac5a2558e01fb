import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../base/index.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import { parseRunOptions, ReportSum } from '../../../wire/protocol/index.ts';
import { runCli } from '../cli.ts';
import type { CliPorts, Past } from '../ports.ts';

const report = new ReportSum().report([], 1_795_272_585_538, 1_795_272_586_000);
const answers: Readonly<Record<string, unknown>> = { history: { runs: [], sessions: [] }, report: { report } };

async function eddy(line: string) {
  let out = '';
  let err = '';
  let asked = 0;
  const past = async (): Promise<Past> => {
    asked++;
    return { ask: async (method: string) => answers[method], close: () => {} } as unknown as Past;
  };
  const ports: CliPorts = {
    version: '1',
    cwd: '/',
    colours: false,
    outColours: false,
    clock: systemClock,
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    run: noPlane.dial,
    dial: noPlane.dial,
    runs: async () => [],
    plane: { ...noPlane, past },
  };
  const exit = await runCli(line.split(' '), ports);
  return { exit, out, err, asked };
}

for (const [line, hub] of [
  ['history', 'main'],
  ['history --hub team', 'team'],
  ['export --trace -', 'main'],
] as const) {
  test(`nothing kept: the command that keeps something can be typed as it stands: ${line}`, async () => {
    const { out, err } = await eddy(line);
    const [, words = ''] = /eddy run (.*?)\.?\n$/.exec(out + err) ?? [];
    const { options, rest } = parseRunOptions(words.split(' '));
    deepEqual([options.hub, rest], [hub, ['shop.ts']]);
  });
}

for (const [line, told] of [
  ['export', /as what\? .*eddy export --trace/],
  ['history --limit 0', /--limit 0 is no number from 1 on\. As in --limit 10\./],
  ['report shop', /what is "shop" for\? As in: eddy report/],
] as const) {
  test(`wrong words are told before a hub or a store is asked: ${line}`, async () => {
    const { exit, err, asked } = await eddy(line);
    deepEqual([exit, asked], [{ status: 2 }, 0]);
    match(err, told);
  });
}

test('a report says since when, as the history lists it', async () => {
  equal((await eddy('report')).out, `since 2026-11-21T14:49:45.538Z: 0 targets, 0 flows, 0 findings\n`);
});
