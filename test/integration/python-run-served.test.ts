// Requests that have no task of their own are flows: of WSGI, and of http.server.
import { deepEqual, equal } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debianPython, lineOf, root, until } from '../launch/index.ts';
import { PythonHub, startPython } from './python-core-hub.ts';

const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;
const serves = join(root, 'test/targets/python/flows/serves.py');

test('each request of a WSGI server is a flow, matched as any other, until it is answered', {
  skip: without,
}, async t => {
  const hub = await PythonHub.open(t);
  const plan = {
    probes: [],
    sessions: [
      { id: 'ann', match: [{ by: 'header', name: 'x-debug', value: 'ann' }] },
      { id: 'bought', match: [{ by: 'path', glob: '/buy/*' }] },
      { id: 'posted', match: [{ by: 'method', verb: 'POST' }] },
    ],
  };
  const app = startPython(t, [serves], hub.environment({}, { EDDY_PLAN: JSON.stringify(plan) }));
  const [wsgi, plain] = (await app.next()).split(' ');
  const target = await until(async () => hub.targets()[0]?.id);
  const answered = fetch(`http://127.0.0.1:${wsgi}/buy/tea?token=0123456789`, { headers: { 'X-Debug': 'ann' } });
  equal(await app.next(), 'in /buy/tea');
  // It says that it is in, and then comes to the line where it waits for us.
  const request = await until(async () => {
    const { flows } = await hub.order(target, 'activity', {});
    const found = flows.find(({ kind }) => kind === 'request');
    return found?.activations[0]?.line === lineOf(serves, 'served') ? found : undefined;
  });
  deepEqual([request.name, request.state, request.sessions], ['GET /buy/tea', 'running', ['ann', 'bought']]);
  deepEqual(
    request.activations.map(one => [one.function, one.line, one.state]),
    [['app', lineOf(serves, 'served'), 'running']],
  );
  app.say('go');
  equal(await (await answered).text(), 'ok');
  const posted = await fetch(`http://127.0.0.1:${plain}/sell`, { method: 'POST' });
  equal(posted.status, 200);
  const started = () => hub.said('event').filter(({ event }) => event.kind === 'flow-started');
  const named = (name: string) => started().find(({ event }) => event.data.name === name)?.event;
  const sell = await until(async () => named('POST /sell'));
  deepEqual([named('Task-1')?.data.parent, sell.data.parent], [request.id, named('GET /buy/tea')?.data.parent]);
  equal(started().filter(({ event }) => event.data.kind === 'request').length, 2);
  const over = () => hub.said('event').filter(({ event }) => event.kind === 'flow-ended');
  await until(async () => over().find(({ event }) => event.flow === sell.flow && event.data.outcome === 'done'));
  await until(async () => (hub.state(target)?.sections.flows?.live === 1 ? true : undefined));
  deepEqual(hub.state(target)?.dropped, {});
});
