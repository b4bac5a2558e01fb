// What a Python program tells of its system, in the words of a Node program.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SystemFigures } from '../../src/wire/protocol/index.ts';
import { debianPython, root, runUnderEddy } from '../launch/index.ts';

const skip = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;
const programs = join(root, 'test/targets/python/figures');
const options = { env: { EDDY_MONITOR_SAMPLES: '100ms' }, flags: ['--quiet'] };

test('its loop: how busy, how late; what it is not seen to do is not told', { skip }, async t => {
  const { report, status } = await runUnderEddy(t, [debianPython, join(programs, 'turns.py')], options);
  equal(status, 0);
  const [id] = Object.keys(report.system) as [string];
  const { process, loop, tasks } = report.system[id] as SystemFigures;
  // A thread that sleeps does so at least as long as it says.
  ok(loop!.activeMs >= 300 && loop!.idleMs >= 290, JSON.stringify(loop));
  ok(loop!.worstDelayMs >= 100);
  // The work of no loop's, half a second long, is none of it.
  ok(loop!.activeMs + loop!.idleMs + 500 <= process!.uptimeMs!, JSON.stringify({ loop, process }));
  ok(loop!.cpuMs! < loop!.activeMs, 'asleep in its turn, it uses no processor');
  equal(tasks!.live, 0);
  ok(tasks!.total >= 7);
  ok(process!.rssBytes! > 1_000_000 && process!.cpuUserMs! >= 0);
  deepEqual([process!.heapUsedBytes, process!.handleCount], [undefined, undefined]);
  const { at, rssBytes, heapUsedBytes, tasks: alive, activeMs } = report.courses![id]!;
  ok(at.length > 3);
  deepEqual([rssBytes!.length, activeMs!.length, heapUsedBytes], [at.length, at.length, undefined]);
  ok(Math.max(...(alive as number[])) >= 6);
  deepEqual([report.dropped, report.targets[0]!.notes], [{}, []]);
});

test('without a loop, nothing is told of one', { skip }, async t => {
  const { report } = await runUnderEddy(t, [debianPython, join(programs, 'none.py')], options);
  const [{ process, loop, tasks }] = Object.values(report.system) as [SystemFigures];
  ok(process!.uptimeMs! > 0);
  deepEqual([loop, tasks], [undefined, undefined]);
});
