import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { HeardEvents } from '../../src/wire/protocol/index.ts';
import { debianPython, run, until } from '../launch/index.ts';
import { PythonHub, startPython } from './python-core-hub.ts';

const without = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;

/** Makes a task for each line that it reads; says what the agent let go. */
const perLine = `
import asyncio, sys
async def work(): pass
def dropped():
    from eddy_agent import runtime
    return runtime.get().dropped
async def main():
    loop = asyncio.get_running_loop()
    while word := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        for number in range(int(word)):
            await asyncio.create_task(work(), name=f"task {number}")
        print("made", word, dropped(), flush=True)
print("ready", flush=True)
asyncio.run(main())
`;

const launch = (t: TestContext, env: Record<string, string>) => startPython(t, ['-c', perLine], env);

test('a hub that comes back hears first how all stands, then what happened meanwhile', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  await hub.close();
  const app = launch(t, hub.environment({ keep: true }));
  await app.next();
  app.say(3);
  equal(await app.next(), 'made 3 {}');
  await hub.listen();
  await until(async () => (hub.events('task-ended').length === 3 ? true : undefined));
  deepEqual(hub.lines.map(({ say }) => say).slice(0, 2), ['hello', 'target']);
  equal(hub.targets()[0]?.pid, app.pid);

  await hub.close();
  const before = hub.lines.length;
  app.say(2);
  equal(await app.next(), 'made 2 {}');
  await hub.listen();
  await until(async () => (hub.events('task-ended').length === 5 ? true : undefined));
  const again = hub.lines.slice(before).map(({ say }) => say);
  deepEqual(again.slice(0, 2), ['hello', 'target']);
  const seqs = [...new Set(hub.said('event').map(({ event }) => event.seq))];
  deepEqual(
    seqs,
    seqs.map((_, at) => at + 1),
    'no event was lost',
  );
  app.say('');
  deepEqual(await app.ended, [0, null]);
  await hub.heardOut();
  equal(hub.said('end').at(-1)?.info.end?.how, 'exit');
});

test('what nobody hears is left beside the socket, whole', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  await hub.close();
  const ended = await run(debianPython, ['-c', perLine], { stdin: '2\n', env: hub.environment() });
  deepEqual([ended.status, ended.stdout, ended.stderr], [0, 'ready\nmade 2 {}\n', '']);
  equal(hub.left().length, 1);
  const said = readFileSync(join(hub.folder, hub.left()[0]!), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  equal(said[0].say, 'hello');
  equal(said[1].say, 'target');
  equal(said.at(-1).say, 'end');
  const ends = said.filter(({ say, event }) => say === 'event' && event.kind === 'task-ended');
  deepEqual(
    ends.slice(0, 2).map(({ event }) => event.data.name),
    ['task 0', 'task 1'],
  );
});

const cycles = `
import asyncio, gc
gc.set_threshold(20, 2, 2)
async def work(): pass
async def main():
    for _ in range(3000):
        task = asyncio.create_task(work())
        task.itself = task
        await task
asyncio.run(main())
print("over")
`;

// Python collects garbage wherever it likes: in the midst of words of ours, too.
test('a task that a collection of garbage ends is told of like any other', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  const { status, stdout, stderr } = await run(debianPython, ['-c', cycles], { env: hub.environment() });
  deepEqual([status, stdout, stderr], [0, 'over\n', '']);
  await hub.heardOut();
  ok(hub.events('task-ended').length >= 3000);
  const seqs = hub.said('event').map(({ event }) => event.seq);
  deepEqual(
    seqs,
    seqs.map((_, at) => at + 1),
  );
});

test('what was let go is told with what comes after, so that nothing else is missed', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  await hub.close();
  const app = launch(t, hub.environment({ keep: true }));
  await app.next();
  app.say(10_000);
  await app.next();
  await hub.listen();
  await until(async () => (hub.targets().length > 0 ? true : undefined));
  const before = hub.events('task-ended').length;
  app.say(1);
  await app.next();
  // The newest is heard last.
  await until(async () => (hub.events('task-ended').slice(before).at(-1)?.name === 'task 0' ? true : undefined));
  app.say('');
  deepEqual(await app.ended, [0, null]);
  await hub.heardOut();
  const heard = new HeardEvents(false);
  for (const { event } of hub.said('event')) heard.take(event);
  const { said, dropped } = hub.said('state').at(-1)!.state;
  heard.said(said!);
  equal(heard.missing, 0);
  equal(said!.seq, Math.max(...hub.said('event').map(({ event }) => event.seq)));
  ok(said!.letGo > 1_000, `${said!.letGo} were let go`);
  equal(
    said!.letGo,
    Object.values(dropped).reduce((sum, one) => sum + one),
    JSON.stringify(dropped),
  );
});

test('a hub that reads nothing loses events, and never holds the program up', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  await hub.close();
  const server = createServer(socket => void socket.pause().on('error', () => {}));
  t.after(() => server.close());
  await new Promise<void>(resolve => server.listen(hub.path, resolve));
  const app = launch(t, hub.environment());
  await app.next();
  app.say(30_000);
  const [, dropped] = /^made 30000 \{'event lines': (\d+)\}$/.exec(await app.next()) ?? [];
  ok(Number(dropped) > 10_000, `${dropped} were let go`);
  app.say('');
  deepEqual(await app.ended, [0, null]);
});

test('by TCP, with the token of a file; a wrong token is no reason to fail', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  await hub.close();
  await hub.listen({ host: '127.0.0.1', port: 0 });
  const { EDDY_TOKEN, ...env } = hub.environment({}, { EDDY_HUB: `tcp://127.0.0.1:${hub.port}` });
  const good = await run(debianPython, ['-c', `open('${hub.folder}/t', 'w').write('${EDDY_TOKEN}\\n')`]);
  equal(good.status, 0);
  const heard = startPython(t, ['-c', 'input()'], { ...env, EDDY_TOKEN_FILE: `${hub.folder}/t` });
  await until(async () => (hub.targets().length === 1 ? true : undefined));
  heard.say('');
  deepEqual(await heard.ended, [0, null]);
  for (const wrong of [
    { EDDY_TOKEN: 'wrong' },
    { EDDY_TOKEN_FILE: '/no/such/file' },
    { EDDY_HUB: 'x://y', EDDY_TOKEN: '' },
  ]) {
    const ended = await run(debianPython, ['-c', 'print(1)'], { env: { ...env, ...wrong } });
    deepEqual([ended.status, ended.stdout, ended.stderr], [0, '1\n', '']);
  }
  equal(hub.targets().length, 1);
});

const withoutOpenssl =
  without || (spawnSync('openssl', ['version']).status !== 0 && 'openssl makes the certificate, and is not here');

test('by TLS, where its certificate is the one that was named', { skip: withoutOpenssl }, async t => {
  const hub = await PythonHub.open(t);
  await hub.close();
  const [key, cert] = [join(hub.folder, 'key.pem'), join(hub.folder, 'cert.pem')];
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost';
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert];
  equal(spawnSync('openssl', [...words.split(' '), ...names]).status, 0);
  await hub.listenTls({ key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') });
  const env = hub.environment({}, { EDDY_HUB: `tls://127.0.0.1:${hub.port}` });
  const unbelieved = await run(debianPython, ['-c', 'print(1)'], { env });
  deepEqual([unbelieved.status, unbelieved.stdout, unbelieved.stderr], [0, '1\n', '']);
  deepEqual(hub.targets(), []);
  const app = startPython(t, ['-c', 'input()'], { ...env, EDDY_CA: cert });
  await until(async () => (hub.targets().length === 1 ? true : undefined));
  app.say('');
  deepEqual(await app.ended, [0, null]);
});

test('every child is a target of its own, below the one that started it', { skip: without }, async t => {
  const hub = await PythonHub.open(t);
  const code = `
import os, subprocess, sys, multiprocessing
def work(): pass
if __name__ == "__main__":
    one = [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'pass'])", "outer"]
    subprocess.run(one, env={"PATH": os.environ["PATH"]}, check=True)
    pid = os.fork()
    if pid == 0:
        os._exit(3)
    os.waitpid(pid, 0)
    for method in ("fork", "spawn"):
        child = multiprocessing.get_context(method).Process(target=work)
        child.start()
        child.join()
`;
  const file = join(hub.folder, 'parent.py');
  await run(debianPython, ['-c', `open(${JSON.stringify(file)}, 'w').write(${JSON.stringify(code)})`]);
  const { status, stderr } = await run(debianPython, [file], { env: hub.environment() });
  deepEqual([status, stderr], [0, '']);
  await hub.heardOut();
  const targets = new Map(hub.targets().map(one => [one.id, one]));
  const root = [...targets.values()].find(one => one.parent === undefined)!;
  const below = (id: string) => [...targets.values()].filter(one => one.parent === id);
  const outer = below(root.id).find(one => one.argv.at(-1) === 'outer')!;
  equal(below(outer.id).length, 1);
  ok(below(root.id).length >= 4, 'subprocess, fork, multiprocessing by fork and by spawn');
  equal(new Set([...targets.values()].map(one => one.pid)).size, targets.size);
  const ends = new Map(hub.said('end').map(({ target, info }) => [target, info.end]));
  equal(ends.size, targets.size);
  ok([...ends.values()].some(end => end?.how === 'exit' && end.code === 3));
});
