// Another user on the same machine: what is refused to them, and what they lay in our way.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isListening, startBare } from '../launch/bare-program.ts';
import { withoutContainers } from '../launch/container.ts';
import { debianPython, eddy, folder, preload, root, run, until } from '../launch/index.ts';
import { isAlive } from '../launch/processes.ts';
import { triedRows } from '../launch/tried.ts';
import { asUser, users } from '../launch/users.ts';
import { pythonSite } from './python-core-hub.ts';

const { ann, eve } = users;
const { row, checked } = triedRows('docs/containers.md', 'What another user can do', withoutContainers());
const target = (name: string) => join(root, 'test/targets/containers', name);
const node = process.execPath;

/** As /tmp is: everybody makes files there, and takes away their own. */
function shared(t: TestContext): string {
  const path = folder(t);
  chmodSync(path, 0o1777);
  return path;
}

function owned(path: string, user: number, mode = 0o700): string {
  mkdirSync(path);
  chownSync(path, user, user);
  chmodSync(path, mode);
  return path;
}

/** A home of ann's in a place that all share. */
function place(t: TestContext) {
  const tmp = shared(t);
  const home = owned(join(tmp, 'ann'), ann);
  const env = { TMPDIR: tmp, HOME: home, XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') };
  return { tmp, home, env };
}

/** All below, as it is: path, owner, mode, size. */
function listing(base: string): string[] {
  const names = readdirSync(base, { recursive: true }) as string[];
  return names.sort().map(name => {
    const { uid, mode, size } = lstatSync(join(base, name));
    return `${name} ${uid} ${mode.toString(8)} ${size}`;
  });
}

/** What she can read there, or dial. */
async function openToEve(base: string): Promise<string[]> {
  const tests = ['-type', 'f', '-readable', '-o', '-type', 's', '-writable'];
  return (await run(...asUser(eve, ['find', base, ...tests]), { cwd: '/' })).stdout.split('\n').filter(Boolean);
}

row(
  ['another user', '`eddy dump PID`, `eddy attach PID`', 'refused, before any signal; nothing is written'],
  async t => {
    const { tmp, home, env } = place(t);
    const program = await startBare(t, ...asUser(ann, [node, '--inspect-port=0', target('stays.mjs')], env));
    const before = listing(tmp);
    for (const words of [
      ['dump', String(program.pid), '-'],
      ['attach', String(program.pid)],
    ]) {
      const ended = await run(...asUser(eve, [node, eddy, ...words], { TMPDIR: tmp, HOME: home, EDDY_CACHE: '' }), {
        cwd: '/',
      });
      deepEqual([ended.status, ended.stdout], [2, '']);
      match(ended.stderr, new RegExp(`is another user's \\(uid ${ann}\\)\\. Nothing was sent to it`));
    }
    deepEqual([isAlive(program.pid), program.said().stderr, listing(tmp)], [true, '', before]);
  },
);

row(
  ['another user', 'an inspector that is open: `eddy attach HOST:PORT`', 'refused, and nothing is changed in it'],
  async t => {
    const { tmp, env } = place(t);
    const program = await startBare(t, ...asUser(ann, [node, '--inspect=127.0.0.1:0', target('stays.mjs')], env));
    const port = await until(async () => /ws:\/\/127\.0\.0\.1:(\d+)/.exec(program.said().stderr)?.[1]);
    const threads = () => readdirSync(`/proc/${program.pid}/task`).length;
    const before = [threads(), program.said().stderr];
    const ended = await run(...asUser(eve, [node, eddy, 'attach', `127.0.0.1:${port}`], { TMPDIR: tmp }), { cwd: '/' });
    deepEqual([ended.status, ended.stdout], [2, ''], ended.stderr);
    match(ended.stderr, new RegExp(`127\\.0\\.0\\.1:${port} is another user's \\(uid ${ann}\\)`));
    // One of Node's own may have ended since.
    const after = [Math.max(threads(), before[0] as number), program.said().stderr];
    deepEqual([await isListening(Number(port)), ...after], [true, ...before]);
  },
);

row(
  ['another user', 'listens at the port of your inspector, by IPv6', 'refused, and nothing is said there'],
  async t => {
    if (networkInterfaces().lo?.some(({ address }) => address === '::1') !== true) return t.skip('no ::1 here');
    const program = await startBare(t, node, ['--inspect=127.0.0.1:0', target('stays.mjs')]);
    const port = await until(async () => /ws:\/\/127\.0\.0\.1:(\d+)/.exec(program.said().stderr)?.[1]);
    const before = program.said().stderr;
    const listen = `require('node:net').createServer(() => console.log('heard')).listen(${port}, '::1', () => console.log('listens'))`;
    const impostor = await startBare(t, ...asUser(eve, [node, '-e', listen]));
    for (const host of ['[::1]', 'localhost']) {
      const ended = await run(node, [eddy, 'attach', `${host}:${port}`]);
      deepEqual([ended.status, ended.stdout], [2, '']);
      match(ended.stderr, new RegExp(`:${port} is another user's \\(uid ${eve}\\).*name the address`));
    }
    deepEqual([impostor.said().stdout, program.said().stderr], ['listens\n', before]);
  },
);

row(['another user', '`eddy attach PID` of a Python program', 'refused, before gdb'], async t => {
  const { tmp, env } = place(t);
  const program = await startBare(t, ...asUser(ann, [debianPython, target('stays.py')], env));
  for (const [user, command, words] of [
    [eve, ...asUser(eve, [node, eddy, 'attach', String(program.pid)], { TMPDIR: tmp })],
    ['root', node, [eddy, 'attach', String(program.pid)]],
  ] as const) {
    const ended = await run(command, words, { cwd: '/' });
    deepEqual([user, ended.status, ended.stdout], [user, 2, '']);
    match(
      ended.stderr,
      new RegExp(`is another user's \\(uid ${ann}\\), who cannot reach what we open\\. Attach as that user`),
    );
  }
  deepEqual([isAlive(program.pid), program.said().stderr], [true, '']);
});

/** A run of ann's that goes on. */
async function annRuns(t: TestContext, { tmp, env }: ReturnType<typeof place>) {
  const words = asUser(ann, [node, eddy, 'run', '--quiet', target('stays.mjs')], env);
  const program = await startBare({ after() {} }, ...words);
  // Killed, it would leave its program behind.
  t.after(() => program.end('SIGTERM'));
  const own = readdirSync(tmp).find(name => name.startsWith('eddy-')) as string;
  return { ...program, folder: join(tmp, own) };
}

row(['another user', '`eddy ps`, `eddy hold` … of a run', 'not seen; its sockets do not let them in'], async t => {
  const where = place(t);
  const program = await annRuns(t, where);
  const asEve = (...words: string[]) => run(...asUser(eve, words, { TMPDIR: where.tmp }), { cwd: '/' });
  for (const words of [['ps'], ['dump', '-'], ['snap', 'stays.mjs:7', '--run', String(program.pid)]]) {
    const ended = await asEve(node, eddy, ...words);
    deepEqual([ended.status, ended.stdout], [2, '']);
    match(ended.stderr, new RegExp(`No program of this user runs under Eddy now\\..*uid ${ann}\\b`));
  }
  for (const socket of ['hub', 'control']) {
    ok(statSync(join(program.folder, socket)).isSocket());
    const dial = `require('node:net').connect('${join(program.folder, socket)}').on('error', e => console.log(e.code))`;
    equal((await asEve(node, '-e', dial)).stdout, 'EACCES\n');
  }
  equal((await asEve('cat', join(program.folder, 'run.json'))).status, 1);
});

row(
  ['another user', 'sockets, run cards, tokens, history, caches, reports, events, dumps', 'cannot read them'],
  async t => {
    const where = place(t);
    const { home, tmp, env } = where;
    // As many a home is.
    chmodSync(home, 0o755);
    const serving = await startBare(t, ...asUser(ann, [node, eddy, 'serve', '--json'], env));
    equal(JSON.parse(serving.ready).ready.store.kind, 'sqlite');
    const out = owned(join(home, 'out'), ann, 0o755);
    const files = ['--report', join(out, 'report.json'), '--events', join(out, 'events')];
    const ended = await run(
      ...asUser(ann, [node, eddy, 'run', '--quiet', '--hub', 'main', ...files, target('job.mjs')], env),
      {
        cwd: out,
      },
    );
    equal(ended.status, 7, ended.stderr);
    const running = await annRuns(t, where);
    const dumped = await run(...asUser(ann, [node, eddy, 'dump', '--run', String(running.pid)], env), { cwd: out });
    equal(dumped.status, 0, dumped.stderr);
    deepEqual(await openToEve(tmp), []);
    ok(readdirSync(tmp, { recursive: true }).some(name => String(name).endsWith('/token')));
    ok(readdirSync(join(home, 'cache', 'eddy', 'gates')).length > 0);
    chmodSync(join(out, 'report.json'), 0o644);
    deepEqual(await openToEve(tmp), [join(out, 'report.json')]);
  },
);

row(['another user', 'lays a folder `/tmp/eddy-…` with a run card and a socket', 'not dialled'], async t => {
  const { tmp, env } = place(t);
  const trap = owned(join(tmp, 'eddy-trap'), eve, 0o755);
  const card = { version: 1, pid: 1, words: ['x'], cwd: '/', started: 1 };
  writeFileSync(join(trap, 'run.json'), JSON.stringify({ card, token: 't' }));
  symlinkSync(trap, join(tmp, 'eddy-link'));
  let dialled = 0;
  const server = createServer(() => void dialled++).listen(join(trap, 'control'));
  await new Promise(resolve => server.once('listening', resolve));
  t.after(() => server.close());
  for (const name of ['run.json', 'control']) chmodSync(join(trap, name), 0o777);
  const asAnn = await run(...asUser(ann, [node, eddy, 'ps'], env), { cwd: '/' });
  deepEqual([asAnn.status, dialled], [2, 0]);
  // Laid by ann herself it would be.
  for (const path of [trap, ...['run.json', 'control'].map(name => join(trap, name))]) chownSync(path, ann, ann);
  chmodSync(trap, 0o700);
  await run(...asUser(ann, [node, eddy, 'ps'], env), { cwd: '/' });
  equal(dialled, 1);
});

row(
  [
    'another user',
    'lays a folder or a link where a hub’s folder would be',
    'refused: another `--name`, another `TMPDIR`',
  ],
  async t => {
    for (const lay of ['folder', 'link'] as const) {
      const { tmp, home, env } = place(t);
      const path = join(tmp, `eddy-hub-${ann}-main`);
      if (lay === 'folder') owned(path, eve, 0o777);
      else symlinkSync(home, path);
      const before = listing(tmp);
      const ended = await run(...asUser(ann, [node, eddy, 'serve'], { ...env, EDDY_CACHE: '' }), { cwd: '/' });
      equal(ended.status, 2);
      match(
        ended.stderr,
        /cannot be used: it (belongs to somebody else|is no folder)\. Give the hub another --name, or set TMPDIR/,
      );
      deepEqual(listing(tmp), before);
    }
  },
);

row(
  [
    'another user',
    'lays a file or a link where a report, events or a dump would be',
    'refused, and nothing is written',
  ],
  async t => {
    for (const lay of ['file', 'link'] as const) {
      const { tmp, home, env } = place(t);
      const [path, kept] = [join(tmp, 'out.json'), join(home, 'kept')];
      writeFileSync(kept, 'as it was');
      chownSync(kept, ann, ann);
      const words = lay === 'file' ? `: > ${path}; chmod 666 ${path}` : `ln -s ${kept} ${path}`;
      await run(...asUser(eve, ['sh', '-c', words]), { cwd: '/' });
      const program = await startBare(t, ...asUser(ann, [node, '--inspect-port=0', target('stays.mjs')], env));
      const job = ['--quiet', target('job.mjs')];
      for (const asked of [
        ...['--report', '--events', '--dump'].map(flag => [node, eddy, 'run', flag, path, ...job]),
        [node, eddy, 'dump', String(program.pid), path, '--yes'],
        [node, eddy, 'why', '--out', path, '--', target('job.mjs')],
      ]) {
        const ended = await run(...asUser(ann, asked, env), { cwd: '/' });
        deepEqual([ended.status, ended.stdout], [2, ''], asked.join(' '));
        match(
          ended.stderr,
          new RegExp(`another user's \\(uid ${eve}\\), in a folder that all may write to\\. Name a file`),
        );
      }
      for (const [alone, said] of [
        [[node, '--require', preload, target('job.mjs')], `total 42, user ${ann}\n`],
        [[debianPython, target('job.py')], 'total 42\n'],
      ] as const) {
        const more = { EDDY_OPTIONS: `--report ${path}`, PYTHONPATH: pythonSite };
        const ended = await run(...asUser(ann, alone, { ...env, ...more }), { cwd: '/' });
        deepEqual([ended.status, ended.stdout], [7, said]);
        match(ended.stderr, /another user's/);
      }
      deepEqual([readFileSync(kept, 'utf8'), program.said().stderr], ['as it was', '']);
      equal(readFileSync(path, 'utf8'), lay === 'file' ? '' : 'as it was');
    }
  },
);

row(['another user', 'writes what Eddy would run from its cache', 'not used'], async t => {
  const { tmp, home, env } = place(t);
  const runAs = (user: number, cache: string) =>
    run(...asUser(user, [node, eddy, 'run', '--quiet', target('job.mjs')], { ...env, EDDY_CACHE: cache }), {
      cwd: '/',
    });
  const poison = async (user: number, cache: string) => {
    equal((await runAs(user, cache)).stdout, `total 42, user ${user}\n`);
    for (const name of readdirSync(cache).filter(name => name !== 'program')) {
      const text = readFileSync(join(cache, name), 'utf8');
      writeFileSync(join(cache, name), text.replace('order * 2', 'order * 3'));
      chmodSync(join(cache, name), 0o644);
    }
  };
  // What lies in one's own is run: so this test can fail.
  const own = owned(join(home, 'own'), ann);
  await poison(ann, own);
  equal((await runAs(ann, own)).stdout, `total 63, user ${ann}\n`);
  const cache = owned(join(tmp, 'cache'), eve);
  await poison(eve, cache);
  chmodSync(cache, 0o777);
  equal((await runAs(ann, cache)).stdout, `total 42, user ${ann}\n`);
});

row(
  ['another user', 'has made the folder above the cache, as `/tmp/.cache` for `HOME=/tmp`', 'no cache is kept'],
  async t => {
    const { tmp, env } = place(t);
    const above = owned(join(tmp, '.cache'), eve, 0o777);
    const { XDG_CACHE_HOME: _, ...rest } = env;
    const words = asUser(ann, [node, eddy, 'run', '--quiet', target('job.mjs')], { ...rest, HOME: tmp });
    equal((await run(...words, { cwd: '/' })).stdout, `total 42, user ${ann}\n`);
    const kept = listing(above).filter(line => / 100\d+ /.test(line));
    deepEqual(kept, []);
  },
);

checked();
