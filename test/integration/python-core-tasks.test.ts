import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { debianPython, lineOf, root, run, until } from '../launch/index.ts';
import { PythonHub, startPython } from './python-core-hub.ts';

const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;
const waits = join(root, 'test/targets/python/flows/waits.py');

async function launch(t: TestContext, hub: PythonHub, file: string, env: Record<string, string>) {
  const { next, ended, say } = startPython(t, [file], env);
  const first = await next();
  const target = await until(async () => hub.targets()[0]?.id);
  return { target, first, next, ended, say };
}

test('where every flow waits, whom it was made by, and what happens to it', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  const app = await launch(t, hub, waits, hub.environment());
  equal(app.first, "ready ['works']");
  const read = () => hub.order(app.target, 'activity', {});
  const { flows } = await read();
  const named = (name: string) => flows.find(one => one.name === name)!;
  const chain = (name: string) => named(name).activations.map(one => [one.function, one.line, one.state]);

  await t.test('the whole await chain, callers first', () => {
    deepEqual(chain('waits 1'), [
      ['middle', lineOf(waits, 'middle'), 'waiting'],
      ['leaf', lineOf(waits, 'leaf'), 'waiting'],
    ]);
    deepEqual(chain('reads'), [
      ['reads', lineOf(waits, 'reads'), 'waiting'],
      ['numbers', lineOf(waits, 'generator'), 'waiting'],
    ]);
    deepEqual(chain('works'), [['thread_work', lineOf(waits, 'thread'), 'waiting']]);
    const [middle, leaf] = named('waits 0').activations;
    equal(leaf?.caller, middle?.id);
    deepEqual(named('waits 0').born, { file: waits, line: lineOf(waits, 'created') });
    equal(named('waits 0').parent, flows.find(one => one.kind === 'task')?.id);
  });

  await t.test('since when the main program waits for its loop was not seen, and is not said', () => {
    const [line] = named('main program').activations;
    deepEqual([line?.state, line?.forMs], ['waiting', undefined]);
  });

  await t.test('of flows that are named, and of each the last line alone', async () => {
    const asked = await hub.order(app.target, 'activity', { flows: [named('reads').id], leavesOnly: true });
    deepEqual(
      asked.flows.map(({ name, activations }) => [name, activations.map(one => one.line)]),
      [['reads', [lineOf(waits, 'generator')]]],
    );
  });

  await t.test('while the loop is blocked: what blocks it runs, the others wait', async () => {
    app.say('block');
    equal(await app.next(), 'blocking');
    const blocked = await until(async () => {
      const { flows } = await read();
      const running = flows.filter(one => one.state === 'running');
      return running.length > 0 ? { flows, running } : undefined;
    });
    const line = blocked.running[0]!.activations.at(-1)!;
    deepEqual([line.function, line.line], ['main', lineOf(waits, 'blocks')]);
    equal(blocked.flows.find(one => one.name === 'waits 0')?.state, 'waiting');
    app.say('go on');
  });

  await t.test('an order that is not known is refused', async () => {
    await rejects(hub.order(app.target, 'nonsense' as 'holds', {}), { code: 'refused' });
    await rejects(hub.order(app.target, 'evaluate', { hold: 'h1', expression: '1' }), { code: 'unknown-id' });
  });

  app.say('cancel');
  app.say('end');
  deepEqual(await app.ended, [0, null]);
  await hub.heardOut();

  await t.test('tasks in the report: states, errors without secrets, who cancelled whom', () => {
    const { tasks } = hub.state()!.sections as Record<string, { items: Record<string, unknown>[] } | undefined>;
    const task = (name: string) => tasks?.items.find(one => one.name === name) as Record<string, never>;
    equal(task('fails').state, 'failed');
    equal(task('fails').error, 'ValueError: password=[redacted: field]');
    equal(task('works').state, 'done');
    for (const name of ['waits 0', 'waits 1', 'reads']) {
      equal(task(name).state, 'cancelled');
      const cancel = task(name).cancel as unknown as { by: { name: string }; reason: string; site: { line: number } };
      deepEqual([cancel.by.name, cancel.reason, cancel.site.line], ['canceller', 'enough', lineOf(waits, 'cancels')]);
    }
  });

  await t.test('events, with the names that tasks got after they were made', () => {
    ok(hub.events('task-created').some(({ name }) => name === 'waits 0'));
    ok(hub.events('flow-ended').length >= 6);
    const ended = hub.events('task-ended').find(({ name }) => name === 'fails');
    equal(ended?.state, 'failed');
    const seqs = [...new Set(hub.said('event').map(({ event }) => event.seq))];
    deepEqual(
      seqs,
      seqs.map((_, at) => at + 1),
    );
  });
});

const served = `
import asyncio, sys

class Cycle:
    def __init__(self, scope):
        self.scope = scope
    async def run_asgi(self, app):
        await app(self.scope)

async def child():
    print(sorted(bound()))

async def app(scope):
    print(sorted(bound()))
    await asyncio.create_task(child())

def bound():
    from eddy_agent import flows
    return flows.current().sessions

def request(path, headers):
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Cycle({"type": "http", "method": "GET", "path": path, "query_string": b"q=1", "headers": raw})

async def main():
    for path, headers in (("/buy", {"x-debug": "ann"}), ("/buy", {}), ("/cart/7", {"baggage": "user=bob%20b;p=1"})):
        await asyncio.create_task(request(path, headers).run_asgi(app))
    await asyncio.create_task(child(), name="job-7")

asyncio.run(main())
`;

test('a request binds its flow, and the flows below it, to the sessions that match', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  const session = (id: string, ...match: object[]) => ({ id, name: id, match });
  const plan = {
    revision: 1,
    observeOnly: false,
    letGoAfterMs: 500,
    probes: [],
    sessions: [
      session('ann', { by: 'header', name: 'X-Debug', value: 'ann' }, { by: 'path', glob: '/b*' }),
      session('bob', { by: 'baggage', key: 'user', value: 'bob b' }, { by: 'method', verb: 'get' }),
      session('carts', { by: 'path', glob: '/cart/*' }),
      session('jobs', { by: 'task', glob: 'job-*' }),
      session('said', { by: 'expr', expr: 'flow.kind == "request" and request.headers.get("x-debug") == "ann"' }),
      session('nobody', { by: 'path', glob: '/cart/*/more' }),
      session('everybody'),
    ],
  };
  const env = { ...hub.environment(), EDDY_PLAN: JSON.stringify(plan) };
  const ended = await run(debianPython, ['-c', served], { env });
  await hub.heardOut();
  equal(ended.stderr, '');
  const lines = ended.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line.replaceAll("'", '"')));
  deepEqual(lines, [['ann', 'said'], ['ann', 'said'], [], [], ['bob', 'carts'], ['bob', 'carts'], ['jobs']]);
  const request = hub.events('flow-started').find(({ kind }) => kind === 'request');
  equal(request?.name, 'GET /buy');
  match(String(hub.targets()[0]?.python), /^3\./);
});
