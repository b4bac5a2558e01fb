// Programs that nobody started under Eddy, and that join a hub that stays by its own token.
import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { dialHub } from '../../src/doors/client/index.ts';
import { startBare } from '../launch/bare-program.ts';
import { answeredBy } from '../launch/bindings.ts';
import { debianPython, eddy, folder, lineOf, preload, root, run, until } from '../launch/index.ts';
import { pythonSite } from './python-core-hub.ts';

const target = (name: string) => join(root, 'test/targets/containers', name);
const node = ['--require', preload] as const;

/** A real one, and a client of it. */
async function serve(t: TestContext) {
  const place = folder(t);
  const words = [
    `TMPDIR=${place}`,
    `XDG_STATE_HOME=${place}`,
    process.execPath,
    eddy,
    'serve',
    '--json',
    '--listen',
    '0',
  ];
  const hub = await startBare(t, 'env', words);
  const { ready, folder: own } = JSON.parse(hub.ready) as { ready: { listens: [string] }; folder: string };
  const token = readFileSync(join(own, 'token'), 'utf8');
  const client = await dialHub({ address: join(own, 'control'), token, as: 'test' });
  t.after(() => client.close());
  const over = (count: number) =>
    until(async () => {
      const runs = (await client.ask('history', {})).runs.filter(({ end }) => end !== undefined);
      return runs.length === count ? runs : undefined;
    }, 20_000);
  return { client, token, socket: join(own, 'hub'), port: ready.listens[0], over };
}

test('one that is told where the hub is has a run of its own, and ends as it did', async t => {
  const { client, token, socket, port, over } = await serve(t);
  const env = { EDDY_HUB: socket };
  const first = await run(process.execPath, [...node, target('job.mjs')], { env });
  deepEqual([first.status, first.stderr], [7, '']);
  const [one] = await over(1);
  match(one!.words.join(' '), /job\.mjs$/);
  deepEqual(one!.end, { how: 'exit', code: 7 });
  equal((await client.ask('report', { run: one!.id })).report.targets.length, 1);
  const byPort = [`EDDY_HUB=${port}`, `EDDY_TOKEN=${token}`, process.execPath, ...node, target('stays.mjs'), 'handles'];
  const second = await startBare(t, 'env', byPort);
  await until(async () => ((await client.ask('status', {})).targets.length === 1 ? true : undefined));
  await second.end('SIGTERM');
  const [newest] = await over(2);
  deepEqual(newest!.end, { how: 'exit', code: 9 });
});

test('while it runs it is a target like others; those that name a run are of one', async t => {
  const { client, socket, over } = await serve(t);
  const env = ['env', [`EDDY_HUB=${socket}`, 'EDDY_RUN=shop', process.execPath, ...node, target('stays.mjs')]] as const;
  const programs = [await startBare(t, ...env), await startBare(t, ...env)];
  const status = await until(async () => {
    const now = await client.ask('status', {});
    return now.targets.length === 2 ? now : undefined;
  });
  deepEqual(
    status.runs.map(({ name, targetCount }) => [name, targetCount]),
    [['shop', 2]],
  );
  const place = { file: 'stays.mjs', line: lineOf(target('stays.mjs'), 'wanted') };
  const asked = { match: [], limits: {}, probes: [{ kind: 'snap', place }] } as const;
  const { probes } = await client.ask('probe', asked as unknown as Parameters<typeof client.ask<'probe'>>[1]);
  const [snap] = await answeredBy(client, 2, probes);
  deepEqual(
    snap?.bindings.map(({ state }) => state),
    ['bound', 'bound'],
  );
  for (const program of programs) await program.end('SIGTERM');
  equal((await over(1))[0]?.name, 'shop');
});

test('a Python program joins alike', {
  skip: !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`,
}, async t => {
  const { socket, over } = await serve(t);
  const env = { EDDY_HUB: socket, PYTHONPATH: pythonSite };
  equal((await run(debianPython, [target('job.py')], { env })).status, 7);
  match((await over(1))[0]!.words.join(' '), /job\.py$/);
});

test('another token is none', async t => {
  const { client, port } = await serve(t);
  const env = { EDDY_HUB: port, EDDY_TOKEN: 'x'.repeat(43) };
  equal((await run(process.execPath, [...node, target('job.mjs')], { env })).status, 7);
  deepEqual((await client.ask('status', {})).runs, []);
});
