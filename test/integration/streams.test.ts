// Which streams are open in a program: when somebody asks, and when it has ended.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import type { OpenStream, Report } from '../../src/wire/protocol/index.ts';
import { targetsThere } from '../launch/bindings.ts';
import { eddy, folder, lineOf, nodeMajors, nodePath, root, run, withoutNode } from '../launch/index.ts';
import { Part } from '../soak/faults/part.ts';

const program = join(root, 'test/targets/streams/open.mjs');

for (const major of nodeMajors)
  test(`Node ${major}: streams that are open are told to who asks, and at the end`, {
    skip: withoutNode(major),
  }, async t => {
    const place = folder(t);
    const env = { ...process.env, TMPDIR: place, XDG_STATE_HOME: place, NODE_OPTIONS: '', NO_COLOR: '1' };
    const file = join(place, 'report.json');
    const part = new Part([eddy, 'run', '--name', 'open', '--report', file, nodePath(major), program], env);
    let isOver = false;
    void part.ended.then(() => {
      isOver = true;
    });
    t.after(async () => {
      if (!isOver) part.kill('SIGTERM');
      await part.ended;
    });
    const [, port] = await part.waitForLine(/^full (\d+)$/);
    const hub = await openHub('open', 'test', [place]);
    t.after(() => hub.close());
    await targetsThere(hub);
    const { targets } = await hub.ask('streams', {});
    equal(targets.length, 1);
    const { open, error } = targets[0]!;
    equal(error, undefined);
    equal(open?.cut, false);
    assertOpen(open!.streams, `127.0.0.1:${port}`);

    const said = await run(process.execPath, [eddy, 'streams', '--run', 'open'], { env });
    equal(said.status, 0, said.stderr);
    match(said.stdout, /^STREAM +STATE +FLOW +NAME +OTHER END /);
    match(said.stdout, new RegExp(`^reader +reading +\\S+ +waits .*\\bopen\\.mjs:${lineOf(program, 'reading')}`, 'm'));
    match(said.stdout, new RegExp(`^socket +full .* 127\\.0\\.0\\.1:${port} `, 'm'));

    part.say('end\n');
    deepEqual(await part.ended, { status: 3, signal: null });
    const { streams } = JSON.parse(readFileSync(file, 'utf8')) as Report;
    equal(streams.total, streams.items.length + streams.dropped);
    assertOpen(streams.items as readonly unknown[] as readonly OpenStream[], `127.0.0.1:${port}`);
  });

function assertOpen(streams: readonly OpenStream[], peer: string): void {
  const told = (flow: string) => {
    const all = streams.filter(({ flowName, kind }) => flowName === flow && kind !== 'socket');
    return all.map(({ kind, state, site }) => [kind, state, site?.file, site?.line]);
  };
  deepEqual(told('waits'), [['reader', 'reading', program, lineOf(program, 'reading')]]);
  deepEqual(told('rests'), [['reader', 'idle', program, lineOf(program, 'idle')]]);
  deepEqual(told('asks'), [['body', 'unread', program, lineOf(program, 'unread')]]);
  const full = streams.find(one => one.peer === peer);
  deepEqual([full?.kind, full?.state], ['socket', 'full']);
  ok(full!.toWrite! > 0);
  const answering = streams.find(({ flowName }) => flowName === 'GET /feed');
  equal(answering?.kind, 'socket');
  const stateOf = (name: string) => streams.find(one => one.kind === 'pipe' && one.peer === name)?.state;
  deepEqual([stateOf('stdin'), stateOf('stdout')], ['flowing', 'writable']);
  ok(answering!.bytesWritten! > 0);
}
