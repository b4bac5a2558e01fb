import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../../src/base/index.ts';
import { DebugpyEngine } from '../../src/hub/engine/debugpy/index.ts';
import { TargetSocket } from '../../src/hub/listen/index.ts';
import { FakeEngine } from '../../src/testing/fake-engine.ts';
import { FakeProgram } from '../../src/testing/fake-program.ts';
import {
  debianPython,
  folder,
  lineOf,
  nodeMajors,
  nodePath,
  root,
  until,
  withoutDebugpy,
  withoutNode,
} from '../launch/index.ts';
import { hubEnvironment, Shop, shopFile } from '../soak/hub-restart/shop.ts';
import { type DriveProgram, engineConformance } from './engine.ts';

const place = { file: 'shop.mjs', line: lineOf(shopFile, 'add') };

engineConformance('fake', async () => {
  const engine = new FakeEngine();
  const program = new FakeProgram(place, { total: 0 });
  const thaw = () => void engine.targets.set('a', program.answers);
  thaw();
  return {
    engine,
    target: 'a',
    place,
    visit: () => program.visit(),
    freeze: () => void engine.targets.set('a', {}),
    thaw,
    end: async () => engine.end('a'),
  };
});

for (const major of nodeMajors) {
  const drive: DriveProgram = async t => {
    const path = join(folder(t), 'hub');
    const here = Promise.withResolvers<string>();
    const gone = Promise.withResolvers<void>();
    const engine = new TargetSocket({
      path,
      clock: systemClock,
      admit: token => (token === 'right' ? 'run' : undefined),
      onLine: line => line.say === 'target' && here.resolve(line.target.id),
      onGone: () => gone.resolve(),
    });
    await engine.open();
    const shop = new Shop(hubEnvironment(path, {}, { EDDY_TOKEN: 'right' }), nodePath(major));
    t.after(async () => {
      shop.kill();
      await shop.ended;
      await engine.close();
    });
    await shop.ready;
    return {
      engine,
      target: await here.promise,
      place,
      visit: () => shop.ask('/buy', 'ann'),
      freeze: () => frozen(shop.pid),
      thaw: () => void process.kill(shop.pid, 'SIGCONT'),
      async end() {
        shop.kill();
        await gone.promise;
      },
    };
  };
  engineConformance(`a process of Node ${major} over its socket`, drive, withoutNode(major));
}

const visits = join(root, 'test/targets/python/probes/visits.py');

const drivePython: DriveProgram = async t => {
  const path = join(folder(t), 'hub');
  const here = Promise.withResolvers<string>();
  const gone = Promise.withResolvers<void>();
  const socket = new TargetSocket({
    path,
    clock: systemClock,
    admit: token => (token === 'right' ? 'run' : undefined),
    onLine: line => {
      engine.take(line);
      if (line.say === 'target') here.resolve(line.target.id);
    },
    onGone: targets => {
      for (const target of targets) engine.gone(target);
      gone.resolve();
    },
  });
  const engine = new DebugpyEngine({ targets: socket, clock: systemClock });
  await socket.open();
  const env = hubEnvironment(path, {}, { EDDY_TOKEN: 'right', PYTHONPATH: join(root, 'dist/python/site') });
  const child = spawn(debianPython, [visits], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
    await engine.close();
    await socket.close();
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  return {
    engine,
    target: await here.promise,
    place: { file: 'visits.py', line: lineOf(visits, 'add') },
    whyNoHold: /debugpy can only pause the whole process.*--stop/,
    visit() {
      child.stdin.write('ann\n');
      return lines.next();
    },
    freeze: () => frozen(child.pid as number),
    thaw: () => void child.kill('SIGCONT'),
    async end() {
      child.kill('SIGKILL');
      await gone.promise;
    },
  };
};

/** All of its threads: the signal is on its way when it is sent. */
async function frozen(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await until(async () => isStopped(pid) || undefined);
}

function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every(thread => {
    return /\) [Tt] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1'));
  });
}

engineConformance('a Python process over its socket, with debugpy', drivePython, withoutDebugpy());
