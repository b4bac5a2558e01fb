// Places in what a compiler made, by the lines that the user wrote: tsx, and output with a source map.
import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { eddy, lineOf, nodeMajors, nodePath, root, run, runUnderEddy, until, withoutNode } from '../launch/index.ts';

const source = join(root, 'test/targets/gates/compiled/app.ts');
const line = (mark: string) => `app.ts:${lineOf(source, mark)}`;
const asked = ['--hold', line('held'), '--hold-for', '50ms'];
const looks = ['snapped', 'rounded'].flatMap(mark => ['--snap', line(mark)]);

for (const major of nodeMajors) {
  const skip = { skip: withoutNode(major) };

  test(`Node ${major}: tsx`, skip, async t => {
    const node = nodePath(major);
    await sees(t, node, [node, '--import', 'tsx', source]);
  });

  test(`Node ${major}: compiled, with a map beside it`, skip, async t => {
    mkdirSync(join(root, '.cache'), { recursive: true });
    const out = mkdtempSync(join(root, '.cache', 'compiled-'));
    t.after(() => rmSync(out, { recursive: true, force: true }));
    const words = [
      '--ignoreConfig',
      '--outDir',
      out,
      '--sourceMap',
      '--module',
      'esnext',
      '--target',
      'es2022',
      '--types',
      'node',
    ];
    const made = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), source, ...words]);
    equal(made.status, 0, made.stdout);
    const node = nodePath(major);
    await sees(t, node, [node, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', join(out, 'app.js')]);
  });
}

test('eddy explain has the place that runs, and the one that the user wrote', async t => {
  const folder = mkdtempSync('/tmp/ec-');
  const command = [eddy, 'run', '--quiet', '--hold', line('held'), process.execPath, '--import', 'tsx', source];
  const child = spawn(process.execPath, command, { env: { ...process.env, TMPDIR: folder }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const hub = await until(() => openHub(undefined, 'test', [folder]).catch(() => undefined));
  t.after(() => hub.close());
  await until(async () => ((await hub.ask('holds', {})).holds.length > 0 ? true : undefined));
  const { targets } = await hub.ask('explain', { file: 'app.ts', line: lineOf(source, 'held') });
  const found = targets.find(one => one.explanation?.gated)?.explanation;
  match(found?.why ?? '', /^The statement has a gate \(price, async/);
  const at = found?.places[0];
  deepEqual([at?.line, at?.column, at?.runs.file, at?.runs.line], [lineOf(source, 'held'), 3, source, 1]);
  await hub.ask('resume', {});
  deepEqual(await ended, [0, null]);
});

async function sees(t: TestContext, node: string, words: readonly string[]): Promise<void> {
  const { status, stdout, report, stderr } = await runUnderEddy(t, [...asked, ...looks, '--quiet', ...words], { node });
  deepEqual([status, stdout], [0, '21\n'], stderr);
  const { sessions } = report as unknown as { sessions: { items: { events: EddyEvent[] }[] } };
  const told = sessions.items.flatMap(one => one.events).filter(({ kind }) => kind === 'held' || kind === 'snap');
  deepEqual(
    told.map(({ kind, data }) => [kind, data.file, data.line, data.function]),
    [
      ['held', source, lineOf(source, 'held'), 'price'],
      ['snap', source, lineOf(source, 'snapped'), 'price'],
      ['snap', source, lineOf(source, 'rounded'), 'round'],
    ],
  );
}
