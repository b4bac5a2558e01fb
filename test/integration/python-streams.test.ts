// Which sockets a Python program's loop has open, when somebody asks.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debianPython, root, until } from '../launch/index.ts';
import { PythonHub, startPython } from './python-core-hub.ts';

const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;

test('streams of asyncio: who waits for one, which nobody reads, which is full', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  const { next, ended, say } = startPython(t, [join(root, 'test/targets/python/streams/open.py')], hub.environment());
  const [, port, deaf] = (await next()).split(' ');
  const target = await until(async () => hub.targets()[0]?.id);
  const { streams, cut } = await hub.order(target, 'streams', {});
  equal(cut, false);
  const of = (wanted: string | undefined) => streams.find(({ peer }) => peer === `127.0.0.1:${wanted}`)!;
  const idle = of(port);
  deepEqual([idle.kind, idle.state, idle.toRead, idle.flow], ['socket', 'idle', 5, undefined]);
  const full = of(deaf);
  equal(full.state, 'full');
  ok(full.toWrite! > 0);
  const reading = streams.filter(({ state }) => state === 'reading');
  equal(reading.length, 1);
  const { flows } = await hub.order(target, 'activity', {});
  const waits = flows.find(({ id }) => id === reading[0]!.flow)!;
  ok(waits.activations.some(one => one.function === 'answer'));
  equal(reading[0]!.flowName, waits.name);
  say('end');
  deepEqual(await ended, [0, null]);
});
