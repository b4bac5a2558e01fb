// `eddy dump PID` on programs that were started with plain node.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { SuspendedFunction, UnpreparedDump } from '../../src/wire/protocol/index.ts';
import { anyPort, isListening, startBare } from '../launch/bare-program.ts';
import { eddy, folder, lineOf, nodeMajors, nodePath, root, run, until, withoutNode } from '../launch/index.ts';

const target = (name: string) => join(root, 'test/targets/unprepared', name);
const server = target('server.mjs');
const skipped = process.platform !== 'linux' && 'processes without Eddy are looked into by /proc';

function ask(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, agent: false }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => {
        text += part;
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

async function dump(t: TestContext, pid: number, ...flags: string[]) {
  const file = join(folder(t), 'dump.json');
  const ended = await run(process.execPath, [eddy, 'dump', String(pid), file, '--yes', ...flags], {
    deadlineMs: 120_000,
  });
  deepEqual([ended.status, ended.status === 0 ? '' : ended.stderr], [0, '']);
  return { ...ended, file, document: JSON.parse(readFileSync(file, 'utf8')) as UnpreparedDump };
}

interface Seen {
  readonly v?: Record<string, unknown>;
  readonly cut?: string;
}

const named = (document: UnpreparedDump, name: string): SuspendedFunction => {
  const found = document.functions.find(one => one.name === name);
  ok(found, `no function ${name} in ${document.functions.map(one => one.name).join(', ')}`);
  return found;
};

for (const major of nodeMajors)
  test(`Node ${major}: a hung server tells where its requests wait, goes on, and its inspector is closed`, {
    skip: skipped || withoutNode(major),
  }, async t => {
    const bare = await startBare(t, nodePath(major), [anyPort, server]);
    const port = Number(bare.ready.slice(5));
    const answers = Array.from({ length: 10 }, (_, at) => ask(port, `/${at + 1}`));
    await until(async () => ((await ask(port, '/waiting')) === '10' ? true : undefined));
    const { document, stdout, stderr, file } = await dump(t, bare.pid, '--samples', '3', '--budget', '60s');

    const query = named(document, 'query');
    const handle = named(document, 'handle');
    const pages = named(document, 'pages');
    const at = (mark: string) => ({ file: server, line: lineOf(server, mark) });
    for (const [one, count, mark] of [
      [query, 10, 'query'],
      [handle, 10, 'handle'],
      [pages, 1, 'pages'],
    ] as const) {
      const [line] = one.lines;
      deepEqual(
        [one.count, one.idle, one.whose, one.lines.length, line?.count],
        [count, false, 'application', 1, count],
      );
      deepEqual({ file: line?.place.file, line: line?.place.line }, at(mark));
      equal(one.looked, Math.min(count, 3));
    }
    deepEqual([query.kind, pages.kind], ['async function', 'async generator']);
    deepEqual(
      query.awaitedBy.map(({ function: by, count }) => [document.functions[by]?.name, count]),
      [['handle', 10]],
    );
    // A capture has 5 ms: on a busy machine one may be cut.
    const samples = query.lines[0]?.samples.map(one => one.locals as Record<string, Seen>) ?? [];
    const locals = samples.find(({ connection }) => connection?.cut === undefined) ?? {};
    match(String(locals.sql), /^select \d+$/);
    deepEqual(locals.connection?.v, { user: 'shop', password: { t: 'redacted', why: 'key' } });
    equal(typeof handle.lines[0]?.samples[0]?.locals.total, 'number');
    const idle = document.functions.find(one => one.idle && one.whose === 'application');
    deepEqual([idle?.kind, idle?.lines[0]?.place.line], ['generator', lineOf(server, 'idle')]);
    equal(readFileSync(file, 'utf8').includes('correct-horse'), false);
    equal(statSync(file).mode & 0o777, 0o600);

    deepEqual([document.waiting, document.sampled, document.gone], [21, true, 1]);
    deepEqual([document.of, document.process.pid, document.inspector.wasOpen], ['unprepared-process', bare.pid, false]);
    match(document.process.node, new RegExp(`^v${major}\\.`));
    ok((document.cost.pauseMs ?? 0) > 0 && (document.cost.lookPauseMs ?? 0) > 0, JSON.stringify(document.cost));
    match(
      stdout,
      /10 {2}query .*\n {2}10 at test\/targets\/unprepared\/server\.mjs:\d+, judged by 3\n.*password: \[redacted: key\]/,
    );
    match(stderr, /^eddy: the inspector of process \d+ is opened by SIGUSR1 and closed again: [^\n]+\n$/);

    equal(await isListening(document.inspector.port), false);
    await ask(port, '/open');
    deepEqual(
      await Promise.all(answers),
      answers.map((_, at) => `shop: select ${at + 1}, ${(at + 1) * 2}`),
    );
  });

test('what was open before is used and left open', { skip: skipped }, async t => {
  const bare = await startBare(t, process.execPath, ['--inspect=127.0.0.1:0', server]);
  const { document, stderr } = await dump(t, bare.pid);
  deepEqual([document.inspector.wasOpen, stderr], [true, '']);
  equal(await isListening(document.inspector.port), true);
});

test('asked in the midst of a timer of Node’s, it goes on', { skip: skipped }, async t => {
  const bare = await startBare(t, process.execPath, [anyPort, target('hooked.mjs')]);
  for (let time = 0; time < 3; time++) await dump(t, bare.pid);
  deepEqual([bare.child.exitCode, /Error/.exec(bare.said().stderr)], [null, null]);
});

test('whose inspector another closes meanwhile is told so', { skip: skipped }, async t => {
  const code = `globalThis.kept = Array.from({ length: 200_000 }, (_, id) => ({ id }));
    const { close, url } = require('inspector');
    const timer = setInterval(() => url() && (clearInterval(timer), setTimeout(close, 300)), 1);
    console.log('ready')`;
  const bare = await startBare(t, process.execPath, [anyPort, '-e', `${code}; setInterval(() => {}, 1_000)`]);
  const ended = await run(process.execPath, [eddy, 'dump', String(bare.pid), '-', '--yes']);
  equal(ended.status, 75, ended.stderr);
  match(ended.stderr, /was closed in the middle of its dump, and not by us\. A second eddy does so/);
  equal(bare.child.exitCode, null);
});

test('a loop that never turns is told of, with its line, and left alone', { skip: skipped }, async t => {
  const bare = await startBare(t, process.execPath, [anyPort, target('spins.mjs')]);
  const ended = await run(process.execPath, [eddy, 'dump', String(bare.pid), '-', '--yes']);
  deepEqual([ended.status, ended.stdout], [75, '']);
  match(
    ended.stderr,
    new RegExp(
      `does not turn its event loop: it is busy at .*spin.*spins\\.mjs:${lineOf(target('spins.mjs'), 'spin')}:`,
    ),
  );
  const [, port] = /listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(bare.said().stderr) ?? [];
  equal(await isListening(Number(port)), false);
  equal(bare.child.exitCode, null);
});

test('lines are those that the user wrote, and worker threads are told of', { skip: skipped }, async t => {
  const place = folder(t);
  const { transformSync } = await import('esbuild');
  const { writeFileSync } = await import('node:fs');
  const source = [
    "import { runInNewContext } from 'node:vm'; import { Worker } from 'node:worker_threads';",
    'interface Order { readonly id: number }',
    'const paid = new Promise(() => {});',
    'async function pay(order: Order): Promise<number> {',
    '  await paid;',
    '  return order.id;',
    '}',
    '(globalThis as { kept?: unknown }).kept = paid;',
    'void pay({ id: 4 });',
    "runInNewContext('(async function inside() { const near = 1; await paid; return near; })()', { paid });",
    "new Worker('setInterval(() => {}, 1000)', { eval: true }).on('online', () => console.log('ready'));",
  ].join('\n');
  const built = transformSync(source, {
    loader: 'ts',
    format: 'esm',
    minify: true,
    sourcemap: true,
    sourcefile: 'src/pay.ts',
  });
  writeFileSync(join(place, 'pay.mjs'), `${built.code}//# sourceMappingURL=pay.mjs.map\n`);
  writeFileSync(join(place, 'pay.mjs.map'), built.map);
  const bare = await startBare(t, process.execPath, [anyPort, join(place, 'pay.mjs')]);
  const { document } = await dump(t, bare.pid);
  const line = document.functions.flatMap(({ lines }) => lines).find(({ place: at }) => at.file.startsWith('/'));
  deepEqual([line?.place.file, line?.place.line], [join(place, 'src/pay.ts'), 5]);
  equal(line?.place.running?.file, join(place, 'pay.mjs'));
  const inside = named(document, 'inside').lines[0];
  deepEqual([inside?.place.file, inside?.count, inside?.samples], ['evalmachine.<anonymous>', 1, [{ locals: {} }]]);
  match(document.notes.join(), /worker thread has a heap of its own.*Locals of code in a context of its own/);
});

test('it is asked for first where the pause may be long', { skip: skipped }, async t => {
  const code =
    'globalThis.kept = Array.from({ length: 1_500_000 }, (_, id) => ({ id })); setInterval(() => {}, 1000); console.log(1)';
  const bare = await startBare(t, process.execPath, [anyPort, '-e', code]);
  const asked = await run(process.execPath, [eddy, 'dump', String(bare.pid), '-']);
  equal(asked.status, 2);
  match(
    asked.stderr,
    /has a heap of \d+ MB: it would stand still for some [\d.]+ s, and need up to \d+ MB more memory meanwhile\. .* say --yes/,
  );
  equal(asked.stdout, '');
});

test('the dump of a process that runs under Eddy is that of its run', async t => {
  const place = folder(t);
  const own = { TMPDIR: place, XDG_STATE_HOME: place };
  const child = Promise.withResolvers<number>();
  const running = run(process.execPath, [eddy, 'run', target('spins.mjs')], {
    env: own,
    onChild: started => {
      started.stdout?.once('data', () => child.resolve(started.pid as number));
      t.after(() => started.kill('SIGKILL'));
    },
  });
  running.catch(() => {});
  const pid = await child.promise;
  // Its first words may come before its keeper has told the hub of it.
  const pids = await until(async () => {
    const { stdout } = await run(process.execPath, [eddy, 'runs', '--json'], { env: own });
    const runs = JSON.parse(stdout).runs as { readonly pid: number; readonly pids: readonly number[] }[];
    const mine = runs.find(one => one.pid === pid);
    return mine !== undefined && mine.pids.length > 0 ? mine.pids : undefined;
  });
  const dumped = await run(process.execPath, [eddy, 'dump', String(pids[0]), '-'], { env: own });
  equal(dumped.status, 0, dumped.stderr);
  const document = JSON.parse(dumped.stdout);
  deepEqual([document.version, 'of' in document, document.run.pid], [1, false, pid]);
  for (const one of pids) process.kill(one, 'SIGKILL');
  await running;
});
