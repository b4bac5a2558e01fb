/** A hub that stays, as real processes: what it is to who starts it, joins it, looks in, ends it or kills it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Hub, openStaying } from '../../src/doors/client/index.ts';
import type { EddyEvent, HubStatus, Matcher, Report, StoredRun } from '../../src/wire/protocol/index.ts';
import { eddy, folder, freshSeed, lineOf, root, run, until } from '../launch/index.ts';
import { Part } from '../soak/faults/part.ts';
import { planOf, rows } from '../soak/hub-faults/plan.ts';
import { playRound } from '../soak/hub-faults/play-round.ts';
import { withoutRow } from '../soak/hub-faults.ts';

const till = join(root, 'test/targets/serve/till.mjs');
const name = `serve-test-${process.pid}`;

/** Hubs, programs and commands of one test: they share folders of their own. */
class Setting {
  readonly tmp: string;
  readonly state: string;
  readonly env: NodeJS.ProcessEnv;
  readonly #t: TestContext;

  constructor(t: TestContext) {
    this.#t = t;
    this.tmp = folder(t);
    this.state = folder(t);
    this.env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', TMPDIR: this.tmp, XDG_STATE_HOME: this.state };
  }

  async serve(...words: string[]): Promise<{ part: Part; ready: HubStatus; folder: string }> {
    const part = this.#part(['serve', '--name', name, '--json', ...words]);
    const [text] = await part.waitForLine(/^\{"ready".*/);
    return { part, ...(JSON.parse(text) as { ready: HubStatus; folder: string }) };
  }

  async join(as: string, ...flags: string[]): Promise<Till> {
    const part = this.#part(['run', '--quiet', '--hub', name, '--name', as, ...flags, till]);
    const [, port, pid] = await part.waitForLine(/^port (\d+) pid (\d+)/);
    this.#t.after(() => endIfThere(Number(pid)));
    // It answers before its keeper has dialled.
    const hub = await this.dial();
    await until(async () => (await hub.ask('status', {})).targets.find(one => one.pid === Number(pid)));
    return { part, pid: Number(pid), port: Number(port) };
  }

  command(...words: string[]) {
    return run(process.execPath, [eddy, ...words], { env: this.env });
  }

  async dial(): Promise<Hub> {
    const hub = await openStaying(name, 'serve test', [this.tmp]);
    this.#t.after(() => hub.close());
    return hub;
  }

  async runs(...words: string[]): Promise<readonly StoredRun[]> {
    const { stdout } = await this.command('history', '--json', ...words);
    return (JSON.parse(stdout) as { runs: StoredRun[] }).runs;
  }

  get left(): { readonly tmp: string[]; readonly state: string[] } {
    const all = (path: string) => readdirSync(path, { recursive: true }).map(String).sort();
    return { tmp: all(this.tmp), state: all(this.state) };
  }

  #part(words: readonly string[]): Part {
    const part = new Part([eddy, ...words], this.env);
    let isOver = false;
    void part.ended.then(() => {
      isOver = true;
    });
    this.#t.after(() => isOver || part.kill('SIGKILL'));
    return part;
  }
}

interface Till {
  readonly part: Part;
  readonly pid: number;
  readonly port: number;
}

/** The token stays for who waits for the hub; the history, as nobody asked for it to go. */
const onlyWhatStays = {
  tmp: [`eddy-hub-${process.getuid?.()}-${name}`, `eddy-hub-${process.getuid?.()}-${name}/token`],
  state: ['eddy', `eddy/${name}.db`, `eddy/${name}.db-lock`, `eddy/${name}.db-tally`],
};

async function buy({ port }: Till, user: string): Promise<unknown> {
  return (await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-user': user, connection: 'close' } })).json();
}

/** Until so many programs have it. */
async function holdIn(hub: Hub, count: number, session = 'all', match: readonly Matcher[] = []): Promise<void> {
  const probes = [{ kind: 'hold', place: { file: 'till.mjs', line: lineOf(till, 'held') } }] as const;
  await hub.ask('probe', { session, match, probes, limits: {} });
  await until(async () => {
    const { sessions } = await hub.ask('sessions', {});
    const bindings = sessions.flatMap(one => one.probes.flatMap(probe => probe.bindings));
    return bindings.filter(({ state }) => state === 'bound').length === count || undefined;
  });
}

function eventsIn(file: string): readonly EddyEvent[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map(line => JSON.parse(line) as EddyEvent);
}

async function endTill({ part, pid }: Till): Promise<void> {
  process.kill(pid, 'SIGTERM');
  deepEqual(await part.ended, { status: 3, signal: null });
  await part.drained;
  deepEqual(part.lines.slice(1), ['over 3']);
}

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

test('two programs join one hub: a session over both, and all that is asked of it', { timeout: 30_000 }, async t => {
  const place = new Setting(t);
  const { part, ready, folder: own } = await place.serve();
  deepEqual([ready.hub.name, ready.hub.pid, ready.hub.stays], [name, part.pid, true]);
  equal(ready.store.path, join(place.state, 'eddy', `${name}.db`));
  deepEqual([statSync(own).mode & 0o777, statSync(join(own, 'token')).mode & 0o777], [0o700, 0o600]);
  const [left, right] = await Promise.all([place.join('left'), place.join('right')]);
  const hub = await place.dial();
  await holdIn(hub, 2, 'ann', [{ by: 'header', name: 'x-user', value: 'ann' }]);
  const ofAnn = [buy(left, 'ann'), buy(right, 'ann')];
  const holds = await until(async () => {
    const found = (await hub.ask('holds', {})).holds;
    return found.length === 2 ? found : undefined;
  });
  equal(new Set(holds.map(({ target }) => target)).size, 2);
  deepEqual(await Promise.all([buy(left, 'eve'), buy(right, 'eve')]), [
    { user: 'eve', total: 30 },
    { user: 'eve', total: 30 },
  ]);
  const status = JSON.parse((await place.command('status', '--json', '--hub', name)).stdout) as HubStatus;
  deepEqual(status.runs.map(one => one.name).sort(), ['left', 'right']);
  deepEqual(status.targets.map(({ pid }) => pid).sort(), [left.pid, right.pid].sort());
  deepEqual([status.openSessions, status.probes, status.connections.targets], [1, 1, 2]);
  await hub.ask('resume', {});
  deepEqual(await Promise.all(ofAnn), [
    { user: 'ann', total: 30 },
    { user: 'ann', total: 30 },
  ]);
  await endTill(left);
  const runs = await place.runs('--hub', name);
  deepEqual(runs.find(one => one.name === 'left')?.end, { how: 'exit', code: 3 });
  equal(runs.find(one => one.name === 'right')?.ended, undefined);
  const report = await place.command('report', '--hub', name, '--run', 'left', '--json');
  equal((JSON.parse(report.stdout) as Report).targets[0]?.pid, left.pid);
  match((await place.command('report', '--hub', name, '--session', 'ann')).stdout, /2 hits: 2 holds/);
  const shut = await place.command('shutdown', '--hub', name);
  deepEqual([shut.status, shut.stdout, shut.stderr], [0, `hub "${name}" has ended\n`, '']);
  deepEqual(await part.ended, { status: 0, signal: null });
  await part.drained;
  deepEqual([part.lines.at(-1), part.stderr], ['{"ended":true}', '']);
  deepEqual(place.left, onlyWhatStays);
  deepEqual(await buy(right, 'ann'), { user: 'ann', total: 30 });
  await endTill(right);
  const past = await place.runs('--hub', name);
  deepEqual(past.map(one => one.name).sort(), ['left', 'right'], 'what the file knows without a hub');
});

test('a name, and a store, are one hub’s alone', { timeout: 30_000 }, async t => {
  const place = new Setting(t);
  const { part, ready } = await place.serve();
  const second = await place.command('serve', '--name', name, '--store', 'memory');
  deepEqual([second.status, second.stdout], [2, '']);
  match(second.stderr, /hub of the name serve-test-\d+ is there already.*eddy serve --name OTHER/s);
  const thief = await place.command('serve', '--name', `${name}-other`, '--store', ready.store.path!);
  deepEqual([thief.status, thief.stdout], [2, '']);
  match(thief.stderr, new RegExp(`is in use by another hub, pid ${part.pid}`));
  const hub = await place.dial();
  equal((await hub.ask('status', {})).store.trouble, undefined);
  // What a run asks for and its hub does not do is said, or refused.
  const exits = [name, join(root, 'test/targets/doctor/exits.cjs')] as const;
  const watched = await place.command('run', '--observe-only', '--hub', ...exits);
  deepEqual([watched.status, watched.stdout], [2, '']);
  match(watched.stderr, /its hub lets anybody hold and change/);
  const env = { ...place.env, EDDY_SESSIONS_MAX: '5' };
  const limited = await run(process.execPath, [eddy, 'run', '--quiet', '--hub', ...exits], { env });
  match(limited.stderr, /^eddy: Sessions are the hub’s, .*: sessions\.max had no effect\./);
  part.kill('SIGINT');
  deepEqual(await part.ended, { status: 0, signal: null });
});

test('a hub that was killed is started again, finds its programs, and knows what was', { timeout: 30_000 }, async t => {
  const place = new Setting(t);
  const first = await place.serve();
  const events = join(folder(t), 'events.ndjson');
  const one = await place.join('one', '--events', events);
  await (await place.dial()).ask('history', {});
  first.part.kill('SIGKILL');
  await first.part.ended;
  deepEqual(await buy(one, 'eve'), { user: 'eve', total: 30 });
  const second = await place.serve();
  equal(second.ready.store.setAside, undefined);
  const hub = await place.dial();
  const status = await until(async () => {
    const now = await hub.ask('status', {});
    return now.targets.length === 1 ? now : undefined;
  });
  deepEqual(
    status.runs.map(({ name: as, words }) => ({ as, words })),
    [{ as: 'one', words: [till] }],
  );
  equal(status.targets[0]?.pid, one.pid);
  await holdIn(hub, 1);
  const answer = buy(one, 'ann');
  await until(async () => ((await hub.ask('holds', {})).holds.length === 1 ? true : undefined));
  await hub.ask('off', {});
  deepEqual(await answer, { user: 'ann', total: 30 });
  // Whoever started it hears again what it asked for.
  const since = Date.now();
  await until(async () => {
    await buy(one, 'eve');
    return eventsIn(events).some(({ at }) => at >= since) || undefined;
  });
  await endTill(one);
  deepEqual(
    (await place.runs('--hub', name)).map(({ name: as, end }) => ({ as, end })),
    [{ as: 'one', end: { how: 'exit', code: 3 } }],
  );
  second.part.kill('SIGTERM');
  deepEqual(await second.part.ended, { status: 143, signal: null });
  deepEqual(place.left, onlyWhatStays);
});

test('what was on its way to a hub that is killed is counted, once', { timeout: 30_000 }, async t => {
  const place = new Setting(t);
  const first = await place.serve();
  const [file, reportFile] = ['events.ndjson', 'report.json'].map(as => join(folder(t), as)) as [string, string];
  const one = await place.join('one', '--events', file, '--report', reportFile);
  const hub = await place.dial();
  const said = async () => (await hub.ask('events', { kinds: ['flow-started'] })).events;
  await buy(one, 'eve');
  const target = (await until(async () => (await said())[0])).event.target;
  // It takes nothing any more, and programs go on to say it.
  first.part.kill('SIGSTOP');
  for (let count = 0; count < 60; count++) await buy(one, 'eve');
  first.part.kill('SIGKILL');
  await first.part.ended;
  await buy(one, 'eve');
  const second = await place.serve();
  const again = await place.dial();
  await until(async () => (await again.ask('status', {})).targets[0]);
  await buy(one, 'eve');
  await endTill(one);
  const { events } = await again.ask('events', { target });
  // Whoever started it has all that the hubs have.
  deepEqual(
    eventsIn(file).map(({ kind, seq }) => `${seq} ${kind}`),
    [...new Set(events.map(({ event }) => `${event.seq} ${event.kind}`))],
  );
  const numbers = events
    .map(({ event }) => event)
    .filter(({ kind }) => kind !== 'target-started' && kind !== 'target-ended');
  const missing = Math.max(...numbers.map(({ seq }) => seq)) - numbers.length;
  ok(missing > 0, 'some were on their way');
  const { report } = await again.ask('report', { run: 'one' });
  deepEqual(report.dropped, { 'events lost on their way': missing });
  deepEqual(JSON.parse(readFileSync(reportFile, 'utf8')).dropped, report.dropped);
  const { store, dropped } = await again.ask('status', {});
  equal((dropped['events lost on their way'] ?? 0) + store.lost, Math.max(missing, store.lost));
  second.part.kill('SIGINT');
  deepEqual(await second.part.ended, { status: 0, signal: null });
  // The next hub knows it, too.
  const { runs } = JSON.parse((await place.command('history', '--json', '--hub', name)).stdout);
  equal(runs[0].unheard, missing);
});

test('programs run on to their own end when their hub is killed', { timeout: 30_000 }, async t => {
  const place = new Setting(t);
  const { part } = await place.serve();
  const one = await place.join('one');
  const hub = await place.dial();
  await holdIn(hub, 1);
  const answer = buy(one, 'ann');
  await until(async () => ((await hub.ask('holds', {})).holds.length === 1 ? true : undefined));
  part.kill('SIGKILL');
  deepEqual(await answer, { user: 'ann', total: 30 }, 'held, and let go');
  deepEqual(await buy(one, 'ann'), { user: 'ann', total: 30 }, 'not held again');
  await endTill(one);
  match(one.part.stderr, /^eddy: The hub is gone/);
  deepEqual(
    (await place.runs('--hub', name)).map(({ name: as, ended }) => ({ as, ended })),
    [{ as: 'one', ended: undefined }],
  );
});

test('of a program that was killed the hub knows how it ended, and what it had said', { timeout: 30_000 }, async t => {
  const place = new Setting(t);
  const { part } = await place.serve();
  const one = await place.join('one');
  process.kill(one.pid, 'SIGKILL');
  deepEqual(await one.part.ended, { status: null, signal: 'SIGKILL' });
  const { stdout } = await place.command('report', '--hub', name, '--json');
  deepEqual(
    (JSON.parse(stdout) as Report).targets.map(({ pid, end }) => ({ pid, end })),
    [{ pid: one.pid, end: { how: 'signal', signal: 'SIGKILL' } }],
  );
  part.kill('SIGINT');
  deepEqual(await part.ended, { status: 0, signal: null });
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} twice ends a hub at once, and leaves its store whole`, { timeout: 30_000 }, async t => {
    const place = new Setting(t);
    const { part } = await place.serve();
    const one = await place.join('one');
    part.kill(signal);
    part.kill(signal);
    const { status, signal: by } = await part.ended;
    // The second may come when it has ended itself.
    ok(by === signal || status === (signal === 'SIGINT' ? 0 : 143), `ended with ${by ?? status}`);
    await endTill(one);
    const again = await place.serve();
    equal(again.ready.store.setAside, undefined);
    deepEqual(
      (await place.runs('--hub', name)).map(({ name: as }) => as),
      ['one'],
    );
    again.part.kill('SIGINT');
    deepEqual(await again.part.ended, { status: 0, signal: null });
    deepEqual(place.left, onlyWhatStays);
  });
}

for (const row of rows) {
  test(`a hub's fault at a random moment: ${row}`, { skip: withoutRow(row), timeout: 60_000 }, async () => {
    const plan = planOf(row, freshSeed());
    const { problems, answered, story } = await playRound(plan);
    deepEqual(problems, [], `npm run soak -- hub-faults --only ${row} --seed ${plan.seed} --count 1: ${story}`);
    ok(answered > 0);
  });
}
