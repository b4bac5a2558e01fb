// A probe that comes late, on a line inside a function that is not async.
import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { answeredBy, targetsThere } from '../launch/bindings.ts';
import { eddy, lineOf, nodeMajors, nodePath, root, withoutNode } from '../launch/index.ts';

const program = join(root, 'test/targets/gates/inner.mjs');
const line = lineOf(program, 'inner');

for (const major of nodeMajors)
  test(`Node ${major}: a late snap and stop see the names of the line, of the flows that are meant`, {
    skip: withoutNode(major),
  }, async t => {
    const folder = mkdtempSync('/tmp/ei-');
    const child = spawn(nodePath(major), [eddy, 'run', '--quiet', program], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', data => {
      out += data;
    });
    const ended = once(child, 'close');
    t.after(async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    });
    await once(child.stdout, 'data');
    const hub = await openHub(undefined, 'test', [folder]);
    t.after(() => hub.close());
    await targetsThere(hub);
    const heard: EddyEvent[] = [];
    const enough = Promise.withResolvers<void>();
    await hub.follow(['snap', 'stopped'], {
      onEvent(event) {
        heard.push(event);
        if (event.kind === 'stopped') void hub.ask('resume', {}).then(() => enough.resolve());
      },
    });
    const place = { file: 'inner.mjs', line };
    const { probes } = await hub.ask('probe', {
      match: [{ by: 'expr', expr: 'flow.name === "even"' }],
      probes: [
        { kind: 'snap', place },
        { kind: 'stop', place, condition: 'one === 3 && part === 3 * factor' },
        { kind: 'hold', place },
      ],
      limits: { maxHits: 3 },
    });
    const set = await answeredBy(hub, 1, probes);
    const states = set.map(({ bindings }) => [bindings[0]?.state, bindings[0]?.mechanism]);
    deepEqual(states, [
      ['bound', 'inspector'],
      ['bound', 'inspector'],
      ['refused', undefined],
    ]);
    match(String(set[2]?.bindings[0]?.reason), /not async/);
    await enough.promise;
    await hub.ask('off', {});
    child.kill('SIGTERM');
    deepEqual(await ended, [0, null]);
    equal(out, 'ready\ndone\n');
    const snaps = heard.filter(({ kind }) => kind === 'snap').map(one => one.data);
    equal(snaps.length, 3);
    for (const { line: at, function: name, locals } of snaps) {
      const { factor, one, part, total } = locals as Record<string, number>;
      deepEqual([at, name, part], [line, 'sum', one! * factor!]);
      equal(factor! % 2, 0);
      equal(total, ({ 1: 0, 2: 1, 3: 3 } as Record<number, number>)[one!]! * factor!);
    }
  });
