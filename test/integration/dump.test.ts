// What a run writes down of its own accord: at SIGQUIT, and when the program ends with flows pending.
import { deepEqual, equal, match } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import type { Dump } from '../../src/wire/protocol/index.ts';
import { targetsThere } from '../launch/bindings.ts';
import { eddy, folder, lineOf, nodeMajors, nodePath, root, run, withoutNode } from '../launch/index.ts';

const program = join(root, 'test/targets/gates/hangs.mjs');
const waits = [
  ['order', lineOf(program, 'ordered')],
  ['ask', lineOf(program, 'asked')],
];

for (const major of nodeMajors)
  test(`Node ${major}: a program that ends with flows pending leaves the lines that they await`, {
    skip: withoutNode(major),
  }, async t => {
    const file = join(folder(t), 'dump.json');
    const ended = await run(nodePath(major), [eddy, 'run', '--dump', file, program]);
    const bare = await run(nodePath(major), [program]);
    deepEqual([ended.status, ended.stdout], [bare.status, bare.stdout]);
    match(ended.stderr, /^eddy: dump: .*dump\.json$/m);
    deepEqual(waitsIn(file), waits);
  });

test('a program that ends before its keeper is up leaves them too', async t => {
  const file = join(folder(t), 'dump.json');
  const ended = await run(process.execPath, [eddy, 'run', '--dump', file, program, 'exits']);
  match(ended.stderr, /^eddy: dump: .*dump\.json$/m);
  deepEqual(waitsIn(file), waits);
});

test('a program that ends with nothing pending leaves no dump', async t => {
  const place = folder(t);
  const ended = await run(process.execPath, [
    eddy,
    'run',
    '--dump',
    join(place, 'dump.json'),
    '-q',
    '--',
    process.execPath,
    '-e',
    '1',
  ]);
  deepEqual([ended.status, readdirSync(place)], [0, []]);
});

test('SIGQUIT is answered with a dump, and the second one is the program’s', async t => {
  const [place, tmp] = [folder(t), folder(t)];
  let said = '';
  // It says so before its keeper has called.
  const ready = async (child: ChildProcess) => {
    const hub = await openHub(String(child.pid), 'test', [tmp]);
    await targetsThere(hub);
    hub.close();
    child.kill('SIGQUIT');
  };
  const ended = await run(process.execPath, [eddy, 'run', program, 'stays'], {
    cwd: place,
    env: { TMPDIR: tmp },
    onChild: child => {
      child.stdout?.once('data', () => void ready(child));
      child.stderr?.on('data', (data: Buffer) => {
        if (said.includes('eddy: dump:')) return;
        said += data;
        if (said.includes('eddy: dump:')) child.kill('SIGQUIT');
      });
    },
  });
  equal(ended.signal, 'SIGQUIT', ended.stderr);
  const [file = '', ...more] = readdirSync(place);
  equal(more.length, 0);
  match(file, /^eddy-dump-\d+\.json$/);
  equal(statSync(join(place, file)).mode & 0o777, 0o600);
  deepEqual(waitsIn(join(place, file)), waits);
});

/** Of the flow "order 1", callers first. */
function waitsIn(file: string): unknown[] {
  const { targets } = JSON.parse(readFileSync(file, 'utf8')) as Dump;
  const flow = targets.flatMap(({ activity }) => activity?.flows ?? []).find(({ name }) => name === 'order 1');
  return [...(flow?.activations ?? [])].sort((a, b) => a.id - b.id).map(one => [one.function, one.line]);
}
