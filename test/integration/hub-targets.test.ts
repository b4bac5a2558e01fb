// Targets of a hub that comes back: what they say to it, what they do while it is away, and that the program never knows.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { takeLeftLines } from '../../src/hub/listen/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { folder, freshSeed, nodeMajors, nodePath, preload, run, until, withoutNode } from '../launch/index.ts';
import { restarts } from '../soak/hub-restart/restarts.ts';
import { holdAnn, hubEnvironment, Shop } from '../soak/hub-restart/shop.ts';
import { type HeardTarget, SmallHub, type SmallHubAt } from '../soak/hub-restart/small-hub.ts';

const bought = (user: string) => ({ id: user, total: 70 });

interface Opened {
  readonly hub: SmallHub;
  readonly shop: Shop;
}

/** A shop that keeps to its hub, and is there. */
async function open(
  t: TestContext,
  at: SmallHubAt,
  more: NodeJS.ProcessEnv = {},
  options: object = {},
): Promise<Opened> {
  const { node, ...env } = more;
  const hub = new SmallHub(at, holdAnn as never);
  await hub.open();
  t.after(() => hub.close());
  const told = hubEnvironment(hub.address, { keep: true, ...options }, { EDDY_TOKEN: hub.token, ...env });
  const shop = new Shop(told, node);
  t.after(() => shop.kill());
  await shop.ready;
  await hub.until(isBack);
  return { hub, shop };
}

/** Every target that is there has answered to the plan, and said its state. */
function isBack(heard: ReadonlyMap<string, HeardTarget>): boolean {
  const all = [...heard.values()].filter(one => one.end === undefined);
  return all.length > 0 && all.every(one => one.bindings !== undefined && one.state !== undefined);
}

const hasHeld = (heard: ReadonlyMap<string, HeardTarget>): boolean =>
  [...heard.values()].some(one => one.events.some(({ kind }) => kind === 'held'));

for (const major of nodeMajors) {
  test(`a hub that is gone lets go, and one in its place has all of it: Node ${major}`, {
    skip: withoutNode(major),
  }, async t => {
    const home = folder(t);
    const { hub, shop } = await open(t, join(home, 'hub'), { node: nodePath(major) });
    await shop.ask('/fail');
    await shop.ask('/stay');
    const ann = shop.ask('/buy', 'ann');
    await hub.until(hasHeld);
    const [first] = [...hub.heard.keys()];
    await hub.close();
    deepEqual(await ann, bought('ann'));
    deepEqual(await shop.ask('/buy', 'ann'), bought('ann'));
    deepEqual(await shop.ask('/thread'), { code: 7 });

    await hub.open();
    await hub.until(heard => heard.size === 3 && isBack(heard));
    const main = hub.heard.get(first!)!;
    const news = main.says.indexOf('event');
    ok(news === -1 || news > main.says.indexOf('state'), main.says.join());
    equal(main.says[0], 'target');
    // A machine that is very busy blocks loops, too.
    deepEqual(
      [...main.findings].filter(kind => kind !== 'loop-blocked'),
      ['scope-not-active'],
    );
    equal(main.bindings?.[0]?.state, 'bound');
    const threads = [...hub.heard.values()].filter(one => one !== main);
    deepEqual(
      threads.map(one => [one.kind, one.parent, one.says.slice(0, 2).join()]),
      threads.map(() => ['worker', first, 'target,state']),
    );
    // The one that ended meanwhile, and the one that stays.
    deepEqual(threads.map(one => one.end).sort(), [{ how: 'exit', code: 7 }, undefined]);

    const again = shop.ask('/buy', 'ann');
    await hub.until(hasHeld);
    hub.plan = { ...holdAnn, revision: 2, probes: [] } as never;
    await hub.close();
    deepEqual(await again, bought('ann'));
    await hub.open();
    await hub.until(isBack);
    deepEqual(await shop.ask('/buy', 'ann'), bought('ann'));
    equal(await shop.end(), 0);
    equal(shop.stderr, '');
    // On a busy machine its last words are left beside the socket: nobody waits for a hub.
    const left = takeLeftLines(join(home, 'hub')).lines.flatMap(one =>
      one.say === 'end' ? [[one.target, one.info.end]] : [],
    );
    const heard = [...hub.heard].flatMap(([id, { end }]) => (end === undefined ? [] : [[id, end]]));
    deepEqual(
      [...new Map([...heard, ...left] as [string, unknown][]).values()],
      [
        { how: 'exit', code: 0 },
        { how: 'exit', code: 0 },
      ],
    );
    deepEqual(readdirSync(home), ['hub']);
  });
}

test('what ends while its hub is away is as quick and as quiet as ever, and leaves its last words', async t => {
  const home = folder(t);
  const { hub, shop } = await open(t, join(home, 'hub'), {}, { events: true });
  const [main] = [...hub.heard.keys()];
  await hub.close();
  deepEqual(await shop.ask('/thread'), { code: 7 });
  await shop.ask('/fail');
  deepEqual(await shop.ask('/buy', 'ann'), bought('ann'));
  equal(await shop.end(), 0);
  match(shop.stdout, /^port \d+ pid \d+\nover 0\n$/);
  equal(shop.stderr, '');
  const { lines, badFiles } = takeLeftLines(join(home, 'hub'));
  equal(badFiles, 0);
  const ofMain = lines.filter(one => one.say !== 'target' && 'target' in one && one.target === main);
  equal(ofMain.at(-1)?.say, 'end');
  ok(ofMain.some(one => one.say === 'finding' && one.finding.kind === 'scope-not-active'));
  const ends = lines.flatMap(one => (one.say === 'end' ? [one.info.end] : []));
  deepEqual(ends.length, 2);
  ok(ends.some(end => end?.how === 'exit' && end.code === 7));
  deepEqual(readdirSync(home), []);
});

test('too many events while it is away: the oldest that nobody asked for are let go, and counted in the state', async t => {
  const { hub, shop } = await open(t, join(folder(t), 'hub'), {}, { events: true });
  const main = [...hub.heard.keys()][0]!;
  const ann = shop.ask('/buy', 'ann');
  await hub.until(hasHeld);
  await hub.close();
  await ann;
  await shop.ask('/many');
  await hub.open();
  await hub.until(isBack);
  // A state says what was let go up to then: one that comes later says all of it.
  const missing = await hub.until(heard => {
    const { says, state, events } = heard.get(main)!;
    if (says.at(-1) !== 'state') return undefined;
    const gone = state?.dropped['lines while the hub was away'] ?? 0;
    const count = gone + (state?.dropped['event lines'] ?? 0);
    return gone > 0 && count === missingIn(events) && count;
  });
  const { events } = hub.heard.get(main)!;
  ok(missing > 0 && events.length > 0);
  equal(events[0]!.kind, 'resumed');
  const seqs = events.map(({ seq }) => seq);
  deepEqual(
    seqs,
    [...seqs].sort((a, b) => a - b),
  );
});

/** By their numbers. */
function missingIn(events: readonly EddyEvent[]): number {
  return events.slice(1).reduce((sum, { seq }, at) => sum + seq - events[at]!.seq - 1, 0);
}

test('a thread that is terminated is at its end, also for a hub that comes later', async t => {
  const { hub, shop } = await open(t, join(folder(t), 'hub'));
  await shop.ask('/stay');
  await hub.until(heard => heard.size === 2 && isBack(heard));
  await hub.close();
  await shop.ask('/terminate');
  await hub.open();
  const thread = await hub.until(heard => [...heard.values()].find(({ kind }) => kind === 'worker'));
  await hub.until(() => thread.end !== undefined);
  deepEqual(thread.end, { how: 'terminated' });
  await hub.close();
  await hub.open();
  await hub.until(isBack);
  // A hub that went before it could confirm an end is told it again; nobody is told that it lives.
  equal([...hub.heard.values()].filter(one => one.end === undefined).length, 1);
});

test('a program whose hub is not there yet runs as ever, and is there when the hub is', async t => {
  const home = folder(t);
  const hub = new SmallHub(join(home, 'hub'), holdAnn as never);
  t.after(() => hub.close());
  const shop = new Shop(hubEnvironment(hub.address, { keep: true }));
  t.after(() => shop.kill());
  deepEqual(await shop.ask('/buy', 'ann'), bought('ann'));
  // As a hub that stays does it: its token lies beside its socket.
  writeFileSync(join(home, 'token'), `${hub.token}\n`);
  await hub.open();
  await hub.until(isBack);
  const ann = shop.ask('/buy', 'ann');
  await hub.until(hasHeld);
  await hub.close();
  deepEqual(await ann, bought('ann'));
});

for (const way of ['tcp', 'tls'] as const) {
  test(`a hub behind ${way}://, gone and back`, { skip: way === 'tls' && noOpenssl() }, async t => {
    const home = folder(t);
    const tls = way === 'tcp' ? undefined : certificate(home);
    const tokenFile = join(home, 'a-token');
    const env = { EDDY_TOKEN: undefined, EDDY_TOKEN_FILE: tokenFile, EDDY_CA: tls && join(home, 'cert.pem') };
    const at = tls === undefined ? {} : { tls };
    const hub = new SmallHub(at, holdAnn as never);
    await hub.open();
    t.after(() => hub.close());
    writeFileSync(tokenFile, hub.token);
    const shop = new Shop(hubEnvironment(hub.address, { keep: true }, env));
    t.after(() => shop.kill());
    match(hub.address, new RegExp(`^${way}://127.0.0.1:\\d+$`));
    for (let times = 0; times < 2; times++) {
      await hub.until(isBack);
      const ann = shop.ask('/buy', 'ann');
      await hub.until(hasHeld);
      await hub.close();
      deepEqual(await ann, bought('ann'));
      await hub.open();
    }
    await hub.until(isBack);
    equal(await shop.end(), 0);
    equal(shop.stderr, '');
    equal([...hub.heard.values()].filter(one => one.end !== undefined).length, 1);
  });
}

test('a hub whose certificate is not trusted hears nothing, and the program goes on', {
  skip: noOpenssl(),
}, async t => {
  const home = folder(t);
  let greeted = false;
  const hub = new SmallHub({ tls: certificate(home) });
  hub.onLine = () => {
    greeted = true;
  };
  await hub.open();
  t.after(() => hub.close());
  const env = hubEnvironment(hub.address, { keep: true }, { EDDY_TOKEN: hub.token });
  const ended = await run(
    process.execPath,
    ['--require', preload, '-e', 'setTimeout(() => console.log("done"), 500)'],
    { env },
  );
  deepEqual([ended.status, ended.stdout, ended.stderr, greeted], [0, 'done\n', '', false]);
});

test('the token is told to the hub alone, and the run as it was given; a child says both', async t => {
  const home = folder(t);
  const path = join(home, 'hub');
  const hellos: Record<string, unknown>[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', chunk => void hellos.push(helloIn(String(chunk))));
  }).listen(path);
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const token = 'a-token-of-ours-0123456789';
  const env = hubEnvironment(path, { keep: true }, { EDDY_TOKEN: token, EDDY_RUN: 'run-7', HOME: '/' });
  const inner =
    'console.log(process.title, process.argv, process.execArgv, process.report.getReport().header.commandLine)';
  const text = `${inner}; require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(inner)}], { env: {}, stdio: 'inherit' })`;
  const ended = await run(process.execPath, ['--require', preload, '-e', text], { env });
  deepEqual([ended.status, ended.stderr], [0, '']);
  ok(!ended.stdout.includes(token), ended.stdout);
  // One that was over before it had dialled has left it beside the socket.
  const all = () => [
    ...hellos,
    ...readdirSync(home)
      .filter(name => name.endsWith('.lines'))
      .map(name => helloIn(readFileSync(join(home, name), 'utf8'))),
  ];
  await until(async () => (new Set(all().map(one => one.pid)).size < 2 ? undefined : true));
  deepEqual(
    all().map(one => [one.say, one.token, one.run]),
    all().map(() => ['hello', token, 'run-7']),
  );
});

function helloIn(said: string): Record<string, unknown> {
  return JSON.parse(said.split('\n', 1)[0]!) as Record<string, unknown>;
}

const badAddresses: [string, string][] = [
  ['gopher://host:1', 'EDDY_HUB is "gopher://host:1"'],
  ['tcp://127.0.0.1:1', 'wants a token'],
];
for (const [address, why] of badAddresses) {
  test(`EDDY_HUB=${address} without a token is told in one line, and the program runs`, async () => {
    const env = { EDDY_HUB: address, EDDY_TOKEN: undefined };
    const ended = await run(process.execPath, ['--require', preload, '-e', 'console.log("done")'], { env });
    deepEqual([ended.status, ended.stdout], [0, 'done\n']);
    match(ended.stderr, /^eddy: EDDY_HUB: .*The program runs without Eddy\.\n$/);
    ok(ended.stderr.includes(why), ended.stderr);
  });
}

test('a hub that goes and comes twenty times at any moment: every request is answered, nobody stays held', async t => {
  const seed = freshSeed();
  const outcome = await restarts({ rounds: 20, seed, home: folder(t), killShare: 0 });
  deepEqual(outcome.problems, [], `seed ${outcome.seed}`);
  ok(outcome.answered > 20 && outcome.held > 0, JSON.stringify(outcome));
  t.diagnostic(JSON.stringify(outcome));
});

function noOpenssl(): string | false {
  return spawnSync('openssl', ['version']).status === 0 ? false : 'openssl makes the certificate, and is not here';
}

/** Of 127.0.0.1, signed by itself, in these files. */
function certificate(home: string): { cert: string; key: string } {
  const [cert, key] = [join(home, 'cert.pem'), join(home, 'key.pem')];
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=eddy -addext subjectAltName=IP:127.0.0.1`;
  const made = spawnSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { encoding: 'utf8' });
  equal(made.status, 0, made.stderr);
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}
