// Into programs that were started without us, in what plays a container: from inside and from outside.
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isListening, startBare } from '../launch/bare-program.ts';
import {
  type Container,
  contained,
  eddyInside,
  executed,
  firstOf,
  inside,
  targetInside,
  withoutContainers,
} from '../launch/container.ts';
import {
  debianPython,
  eddy,
  folder,
  nodeMajors,
  nodePath,
  root,
  run,
  withoutDebugpy,
  withoutNode,
} from '../launch/index.ts';
import { familyOf, isAlive } from '../launch/processes.ts';
import { triedRows } from '../launch/tried.ts';
import { asUser, users } from '../launch/users.ts';

const { row, checked } = triedRows('docs/containers.md', 'Looking into a container', withoutContainers());
const here = (name: string) => join(root, 'test/targets/containers', name);

/** A program without Eddy, which has been told nothing but what the test asks. */
async function bareIn(t: TestContext, container: Container = {}) {
  const program = await startBare(
    t,
    ...contained(t, [inside.node, '--inspect-port=0', targetInside('stays.mjs')], container),
  );
  return { ...program, first: firstOf(program.pid) };
}
type Bare = Awaited<ReturnType<typeof bareIn>>;

const outside = (...words: string[]) => run(process.execPath, [eddy, ...words]);
const isUntold = (program: Bare) => deepEqual([isAlive(program.first), program.said().stderr], [true, '']);

async function isRefused(program: Bare, { status, stdout, stderr }: Awaited<ReturnType<typeof run>>, words: RegExp) {
  deepEqual([status, stdout], [2, '']);
  match(stderr, words);
  isUntold(program);
}

function isDumped({ status, stdout, stderr }: Awaited<ReturnType<typeof run>>): { inspector: { port: number } } {
  equal(status, 0, stderr);
  const dump = JSON.parse(stdout);
  deepEqual(
    dump.functions
      .filter(({ name }: { name: string }) => name === 'order')
      .map(({ count }: { count: number }) => count),
    [3],
  );
  doesNotMatch(stdout, /correct-horse/);
  return dump;
}

/** Nobody listens in its network, which has no other program. */
const isClosed = ({ first, child, said }: Bare) => {
  equal(isAlive(first), true, `${child.exitCode} ${child.signalCode} ${said().stderr}`);
  doesNotMatch(readFileSync(`/proc/${first}/net/tcp`, 'utf8'), / 0A /);
};

/** Attaches until it is attached, and leaves again. */
async function attached(command: string, words: readonly string[]) {
  const ended = await run(command, words, {
    onChild: child => {
      let said = '';
      child.stderr?.on('data', text => {
        const was = said.includes('attached to');
        said += text;
        // Into a PID namespace, nsenter goes by a child of its own.
        if (!was && said.includes('attached to'))
          process.kill(familyOf(child.pid as number).at(-1) as number, 'SIGINT');
      });
    },
  });
  deepEqual([ended.status, ended.stdout], [0, ''], ended.stderr);
  match(ended.stderr, /attached to Node [\d.]+ process \d+; Ctrl-C lets it go\.\neddy: SIGINT: detached\.\n$/);
}

for (const major of nodeMajors)
  row([`inside, as its user, Node ${major}`, '`eddy dump 1`, `eddy attach 1`', 'work'], async t => {
    const without = withoutNode(major);
    if (without !== false) return t.skip(without);
    const program = await bareIn(t, { node: nodePath(major) });
    // Eddy runs by the Node that is in there, too.
    isDumped(await run(...executed(program.first, eddyInside('dump', '1', '-', '--yes'))));
    await attached(...executed(program.first, eddyInside('attach', '1')));
    isClosed(program);
    equal(isAlive(program.first), true);
  });

row(
  ['inside', '`eddy dump 1 FILE` where it cannot be written', 'refused, before the program stands still'],
  async t => {
    const program = await bareIn(t);
    const asked = await run(...executed(program.first, eddyInside('dump', '1', '/dump.json')));
    await isRefused(program, asked, /\/dump\.json cannot be written: its file system can only be read/);
  },
);

row(['inside, as root without `SYS_PTRACE`', '`eddy dump 1`, `eddy attach 1`', 'refused: as its user'], async t => {
  const program = await bareIn(t);
  for (const words of [
    ['dump', '1', '-'],
    ['attach', '1'],
  ]) {
    const [command, all] = executed(program.first, eddyInside(...words), 0);
    const weak = ['setpriv', '--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace'];
    const refusal =
      /another user's \(uid 1000\)|not shown to us: .*Run eddy as its user \(uid 1000\).*docker exec -u 1000/;
    await isRefused(program, await run(command, [all[0]!, all[1]!, ...weak, ...all.slice(2)]), refusal);
  }
});

row(['inside, no loopback', '`eddy dump 1`, `eddy attach 1`', 'refused: no inspector can be reached'], async t => {
  const program = await bareIn(t, { loopback: 'down' });
  for (const words of [
    ['dump', '1', '-'],
    ['attach', '1'],
  ]) {
    const asked = await run(...executed(program.first, eddyInside(...words)));
    await isRefused(program, asked, /loopback of this network is down.*ip link set lo up\. Nothing was sent/);
  }
  isClosed(program);
});

for (const [proc, where, words] of [
  ['none', 'no `/proc`', /There is no \/proc here: what a process is cannot be told\. As root: mount -t proc/],
  [
    'host',
    'the host’s `/proc`',
    /at \/proc here has other process numbers than ours: .*mount -t proc.*Nothing was sent/,
  ],
] as const)
  row([`inside, ${where}`, '`eddy dump PID`, `eddy attach PID`', 'refused: what it is cannot be told'], async t => {
    const script = [
      `${inside.node} --inspect-port=0 ${targetInside('stays.mjs')} >/tmp/out 2>&1 & bare=$!`,
      ...['dump $bare -', 'attach $bare'].map(ask => `${inside.node} ${inside.eddy} ${ask}; echo status $?`),
      'kill -0 $bare && grep -c Debugger /tmp/out; kill $bare',
    ];
    const { stdout, stderr } = await run(...contained(t, ['/bin/sh', '-c', script.join('\n')], { proc }));
    equal(stdout, 'status 2\nstatus 2\n0\n');
    equal(stderr.split('\n').filter(line => words.test(line)).length, 2, stderr);
  });

row(['from outside, as root', '`eddy dump PID`, `eddy attach PID`', 'refused: run it in there'], async t => {
  const program = await bareIn(t);
  for (const words of [
    ['dump', String(program.first), '-'],
    ['attach', String(program.first)],
  ])
    await isRefused(
      program,
      await outside(...words),
      /in a network of its own.*in there, where it is process 1: docker/,
    );
});

row(['from outside, by `nsenter -n`', '`eddy dump PID`', 'works'], async t => {
  const program = await bareIn(t);
  const { first } = program;
  isDumped(
    await run('nsenter', ['-t', String(first), '-n', process.execPath, eddy, 'dump', String(first), '-', '--yes']),
  );
  isClosed(program);
});

row(['from outside, by `nsenter -n`', '`eddy attach PID`', 'refused: run it in there'], async t => {
  for (const [user, words] of [
    [0, /has a file system of its own.*in there, where it is process 1: docker exec CONTAINER eddy attach 1\. Nothing/],
    [1000, /is another user's \(uid 1000\), who cannot reach.*setpriv --reuid=1000.*Nothing was sent/],
  ] as const) {
    const program = await bareIn(t, { user });
    const pid = String(program.first);
    await isRefused(program, await run('nsenter', ['-t', pid, '-n', process.execPath, eddy, 'attach', pid]), words);
  }
});

row(['from outside, the host’s network', '`eddy dump PID`', 'works'], async t => {
  const { first } = await bareIn(t, { loopback: 'ours' });
  const { inspector } = isDumped(await outside('dump', String(first), '-', '--yes'));
  equal(await isListening(inspector.port), false);
});

row(['from outside, the host’s network', '`eddy attach PID`', 'refused: run it in there'], async t => {
  for (const samePlace of [false, true]) {
    const program = await bareIn(t, { loopback: 'ours', user: 0, samePlace });
    await isRefused(
      program,
      await outside('attach', String(program.first)),
      samePlace ? /has another \S+ than we.*run eddy in there/ : /has a file system of its own/,
    );
  }
});

row(
  [
    'from outside, the host’s network, Eddy’s folder and `TMPDIR` mounted at the same places',
    '`eddy attach PID`',
    'works',
  ],
  async t => {
    const program = await bareIn(t, { loopback: 'ours', user: 0, samePlace: true, temporary: tmpdir() });
    await attached(process.execPath, [eddy, 'attach', String(program.first)]);
    equal(isAlive(program.first), true);
  },
);

row(
  ['from outside, by `nsenter -n` too', '`eddy attach PID` of a Python program', 'refused: run it in there'],
  async t => {
    const why = withoutDebugpy();
    if (why !== false) return t.skip(why);
    const words = [debianPython, targetInside('stays.py')];
    const program = await startBare(t, ...contained(t, words, { user: 0, samePlace: true, temporary: tmpdir() }));
    const first = firstOf(program.pid);
    const attach = [process.execPath, eddy, 'attach', String(first)] as const;
    for (const way of [attach, ['nsenter', '-t', String(first), '-n', ...attach]]) {
      const [command = '', ...rest] = way;
      const refusal = /Process \d+ has a network or process numbers of its own.*docker exec CONTAINER eddy attach 1/;
      await isRefused({ ...program, first }, await run(command, rest), refusal);
    }
  },
);

row(['in a user namespace, as root there', '`eddy dump PID`, `eddy attach PID` by who made it', 'work'], async t => {
  const { ann } = users;
  const tried = await run(...asUser(ann, ['unshare', '--user', 'true']), { cwd: '/' });
  if (tried.status !== 0 && process.env.CI !== 'true') return t.skip('users may make no namespaces here');
  const space = ['unshare', '--user', '--map-root-user', '--mount', '--pid', '--mount-proc', '--fork', '--kill-child'];
  const program = await startBare(
    t,
    ...asUser(ann, [...space, process.execPath, '--inspect-port=0', here('stays.mjs')]),
  );
  const pid = String(firstOf(program.pid));
  const place = folder(t);
  chmodSync(place, 0o777);
  isDumped(await run(...asUser(ann, [process.execPath, eddy, 'dump', pid, '-', '--yes'], { TMPDIR: place })));
  await attached(...asUser(ann, [process.execPath, eddy, 'attach', pid], { TMPDIR: place }));
  equal(isAlive(Number(pid)), true);
});

row(
  [
    'a file system with another `/tmp`, as by `PrivateTmp=`',
    '`eddy attach PID`',
    'refused: a `TMPDIR` of both; so it works',
  ],
  async t => {
    const [hidden, common] = [folder(t), folder(t)];
    const script = `mount -t tmpfs none '${hidden}'; exec '${process.execPath}' --inspect-port=0 '${here('stays.mjs')}'`;
    const program = await startBare(t, 'unshare', ['--mount', '/bin/sh', '-c', script]);
    const attach = (place: string) =>
      ['env', [`TMPDIR=${place}`, process.execPath, eddy, 'attach', String(program.pid)]] as const;
    const refusal =
      /has another \S+ than we, in which it cannot dial us\. Set TMPDIR to a folder that it finds as well/;
    await isRefused({ ...program, first: program.pid }, await run(...attach(hidden)), refusal);
    await attached(...attach(common));
  },
);

checked();
