// Without a hub: whose the files are that EDDY_OPTIONS names, and what is never replaced. Of Node programs and Python ones.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { debianPython, folder, preload, run } from '../launch/index.ts';
import { pythonSite } from './python-core-hub.ts';

type Start = (env: Record<string, string>, how: 'at once' | 'later') => ReturnType<typeof run>;

const node: Start = (env, how) =>
  run(process.execPath, ['--require', preload, '-e', how === 'later' ? 'setTimeout(() => {}, 50)' : ''], { env });
const python: Start = env => run(debianPython, ['-c', ''], { env: { ...env, PYTHONPATH: pythonSite } });
const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;
const programs = [
  ['Node, from its keeper', (env: Record<string, string>) => node(env, 'later'), false],
  ['Node, as it ends at once', (env: Record<string, string>) => node(env, 'at once'), false],
  ['Python', (env: Record<string, string>) => python(env, 'at once'), without],
] as const;

const modeOf = (file: string) => statSync(file).mode & 0o777;
const isReport = (text: string) => equal(JSON.parse(text).version, 1);

for (const [name, start, skip] of programs) {
  const tried = (what: string, body: (t: TestContext) => Promise<void>) => test(`${name}: ${what}`, { skip }, body);

  tried('the report and the events are for their user only, unless a file was there', async t => {
    const base = folder(t);
    const [report, events] = [join(base, 'r.json'), join(base, 'events')];
    await start({ EDDY_OPTIONS: `--report ${report} --events ${events}` });
    deepEqual([report, events].filter(existsSync).map(modeOf), existsSync(events) ? [0o600, 0o600] : [0o600]);
    chmodSync(report, 0o644);
    writeFileSync(report, '');
    await start({ EDDY_OPTIONS: `--report ${report}` });
    equal(modeOf(report), 0o644);
    isReport(readFileSync(report, 'utf8'));
  });

  tried('what is no file is written to, and not replaced', async t => {
    const pipe = join(folder(t), 'pipe');
    execFileSync('mkfifo', [pipe]);
    // Nobody reads: it is not waited for.
    equal((await start({ EDDY_OPTIONS: `--report ${pipe}` })).status, 0);
    const reader = await open(pipe, 'r+');
    equal((await start({ EDDY_OPTIONS: `--report ${pipe}` })).status, 0);
    const { buffer, bytesRead } = await reader.read(Buffer.alloc(64 * 1024));
    await reader.close();
    // One that ran for a while has written more than one, each whole.
    for (const one of buffer.toString('utf8', 0, bytesRead).split(/^(?=\{)/m)) isReport(one);
    ok(lstatSync(pipe).isFIFO());
  });
}

test('a link that lies where the draft would be is not followed', async t => {
  const base = folder(t);
  const [report, kept] = [join(base, 'r.json'), join(base, 'kept')];
  writeFileSync(kept, 'as it was');
  const lay = `require('node:fs').symlinkSync(${JSON.stringify(kept)}, ${JSON.stringify(`${report}.`)} + process.pid + '.tmp')`;
  const env = { EDDY_OPTIONS: `--report ${report}` };
  await run(process.execPath, ['--require', preload, '-e', `${lay}; setTimeout(() => {}, 50)`], { env });
  equal(readFileSync(kept, 'utf8'), 'as it was');
  isReport(readFileSync(report, 'utf8'));
});
