import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { fail, pidAnswers } from '../../../base/index.ts';

/** What the system says of a process, without touching it. */
export interface ProcessFacts {
  readonly pid: number;
  /** Its pid where it lives: another in a container. */
  readonly ownPid: number;
  /** The executable's file name. */
  readonly program: string;
  /** Whole command line. */
  readonly words: readonly string[];
  readonly kind: 'node' | 'python' | 'other';
  /** One letter: R, S, D, T, t, Z. */
  readonly state: string;
  /** Of the process that traces it; 0: none. */
  readonly tracer: number;
  readonly user: number;
  /** What SIGUSR1 would do. `ends`: it is not caught. */
  readonly onSignal: 'caught' | 'blocked' | 'ignored' | 'ends';
  /** In a network of its own: its loopback is not ours. */
  readonly isElsewhere: boolean;
  /** By our process id: it has no process numbers of its own. */
  readonly seesUs: boolean;
  /** Where its files are, as we see them: empty, or /proc/PID/root for one that has a file system of its own. */
  readonly root: string;
  /** NODE_OPTIONS as it was started with; empty where it cannot be read. */
  readonly nodeOptions: string;
}

// Linux on every architecture that Node is built for, but MIPS.
export const sigusr1 = 1n << 9n;

/** Fails where there is none, or this system has no /proc. */
export function readProcess(pid: number): ProcessFacts {
  mustHaveProc();
  const status = statusOf(pid);
  if (status === undefined) throw notShown(pid);
  const field = (name: string) => status.get(name)?.split(/\s+/) ?? [];
  if (Number(field('Tgid')[0] ?? pid) !== pid)
    throw fail('no-run', `${pid} is a thread of process ${field('Tgid')[0]}.`, { hint: 'Name the process.' });
  const path = (tryRead(() => readlinkSync(`/proc/${pid}/exe`)) ?? '').replace(/ \(deleted\)$/, '');
  const program = path === '' ? (status.get('Name') ?? '') : basename(path);
  const environment = tryRead(() => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')) ?? [];
  return {
    pid,
    ownPid: Number(field('NSpid').at(-1) ?? pid),
    program,
    words: (tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0').slice(0, -1),
    kind: kindOf(pid, program),
    state: field('State')[0] ?? '?',
    tracer: Number(field('TracerPid')[0] ?? 0),
    user: Number(field('Uid')[1] ?? field('Uid')[0]),
    onSignal: onSignal(field),
    isElsewhere: isOther(pid, 'net'),
    seesUs: !isOther(pid, 'pid'),
    root: isOther(pid, 'mnt') || hasOwnRoot(pid) ? `/proc/${pid}/root` : '',
    nodeOptions: environment.find(one => one.startsWith('NODE_OPTIONS='))?.slice('NODE_OPTIONS='.length) ?? '',
  };
}

/** Nothing can be told of any process without. */
export function mustHaveProc(): void {
  if (process.platform !== 'linux')
    throw fail('refused', `Processes that run without Eddy can be looked into on Linux alone so far, by /proc.`, {
      hint: 'Start the program under Eddy: eddy run PROGRAM.',
    });
  // One of another PID namespace has other numbers: who is looked at there is not who would get the signal.
  const self = tryRead(() => readlinkSync('/proc/self'));
  if (self === String(process.pid)) return;
  const what =
    self === undefined ? 'There is no /proc here' : 'What is at /proc here has other process numbers than ours';
  throw fail('refused', `${what}: what a process is cannot be told.`, {
    hint: 'As root: mount -t proc proc /proc. Nothing was sent.',
  });
}

/** One that is not there, or that /proc hides from us. */
function notShown(pid: number): Error {
  return pidAnswers(pid)
    ? fail('refused', `Process ${pid} is another user's: /proc does not show it to us. Nothing was sent to it.`, {
        hint: 'Run eddy as that user.',
      })
    : fail('no-run', `There is no process ${pid}.`, { hint: 'See: eddy runs, or ps.' });
}

export function isAlive(pid: number): boolean {
  const state = statusOf(pid)?.get('State')?.[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

function statusOf(pid: number): ReadonlyMap<string, string> | undefined {
  const text = tryRead(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (text === undefined) return undefined;
  return new Map(
    text.split('\n').map(line => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    }),
  );
}

function onSignal(field: (name: string) => readonly string[]): ProcessFacts['onSignal'] {
  const has = (name: string) => (BigInt(`0x${field(name)[0] ?? '0'}`) & sigusr1) !== 0n;
  if (has('SigCgt')) return 'caught';
  if (has('SigBlk')) return 'blocked';
  return has('SigIgn') ? 'ignored' : 'ends';
}

/** By its name and by what only Node has: many a program is called `node`, and Node can be called anything. */
function kindOf(pid: number, program: string): ProcessFacts['kind'] {
  const threads =
    tryRead(() => readdirSync(`/proc/${pid}/task`).map(one => readFileSync(`/proc/${pid}/task/${one}/comm`, 'utf8'))) ??
    [];
  const hasThread = (name: string) => threads.some(one => one.startsWith(name));
  if (hasThread('SignalInspector')) return 'node';
  if (/^node(js)?[-\d.]*$/.test(program)) {
    // Before Node 22 no thread has a name: what is left is that it waits as libuv does.
    const waits = tryRead(() =>
      readdirSync(`/proc/${pid}/fd`).some(fd => readlinkSync(`/proc/${pid}/fd/${fd}`) === 'anon_inode:[eventpoll]'),
    );
    return hasThread('DelayedTaskSche') || waits === true ? 'node' : 'other';
  }
  return /^python\d*(\.\d+)*$/.test(program) ? 'python' : 'other';
}

function isOther(pid: number, space: 'net' | 'mnt' | 'pid'): boolean {
  const theirs = tryRead(() => readlinkSync(`/proc/${pid}/ns/${space}`));
  const ours = tryRead(() => readlinkSync(`/proc/self/ns/${space}`));
  return theirs !== undefined && ours !== undefined && theirs !== ours;
}

/** As chroot gives one. */
function hasOwnRoot(pid: number): boolean {
  return (tryRead(() => readlinkSync(`/proc/${pid}/root`)) ?? '/') !== '/';
}

export function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
