import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type Clock, fail, hideInWords } from '../../../base/index.ts';
import { tryRead } from './process-facts.ts';
import { switchesOf, threadName } from './threads.ts';

/** Where the main thread stands in the kernel, as far as that is shown. */
export type Standing =
  | { readonly how: 'free' }
  | { readonly how: 'reads' }
  /** In a call that returns when it is through; for which of its child processes, where it is for one. */
  | { readonly how: 'calls'; readonly name: string; readonly children: readonly number[] };

const lookEveryMs = 20;
const looks = 15;

/**
 * A signal makes a blocking read fail, and Node hands that on to the program as an error (EINTR). In any other call the inspector
 * would open when it returns, with nobody there to close it.
 */
export async function mustNotBeBlocked(pid: number, clock: Clock): Promise<void> {
  const since = switchesOf(pid);
  for (let look = 0; ; look++) {
    const standing = standingOf(pid);
    // Each time somewhere else: it goes from call to call, and a signal would not break one.
    if (standing.how === 'free' || (standing.how === 'calls' && switchesOf(pid) !== since)) return;
    if (look === looks) throw blocked(pid, standing);
    await new Promise<void>(resolve => clock.after(lookEveryMs, resolve, { holdsProcess: true }));
  }
}

function blocked(pid: number, standing: Exclude<Standing, { how: 'free' }>): Error {
  if (standing.how === 'reads')
    return fail(
      'no-answer',
      `Process ${pid} is in a blocking read, which a signal would break. Nothing was sent to it.`,
      {
        hint: 'Ask again when it has read what it waits for, as from its standard input.',
      },
    );
  const { name, children } = standing;
  const where =
    children.length === 0
      ? `stands in a system call (${name})`
      : `waits for ${children.map(sayProcess).join(', or for ')}`;
  return fail('no-answer', `Process ${pid} is blocked outside JavaScript: it ${where}. Nothing was sent to it.`, {
    hint: 'It is there that it hangs, if it does. Ask again when it has gone on.',
  });
}

function sayProcess(pid: number): string {
  const words = (tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0').slice(0, -1);
  return `its child process ${pid} (${hideInWords(words).join(' ').slice(0, 100)})`;
}

/** `free` also where nothing is shown, where it runs, and in what an interrupt of the engine ends: `Atomics.wait`. */
export function standingOf(pid: number): Standing {
  const name = (tryRead(() => readFileSync(`/proc/${pid}/wchan`, 'latin1')) ?? '').trim();
  if (/read|recv|wait_woken|data_wait/.test(name)) return { how: 'reads' };
  if (/^0?$|futex|page|folio|^io_schedule|signal|ptrace|exit/.test(name)) return { how: 'free' };
  if (!/poll/.test(name)) return { how: 'calls', name, children: [] };
  const children = isInInnerLoop(pid) ? childrenOf(pid) : [];
  return children.length === 0 ? { how: 'free' } : { how: 'calls', name, children };
}

/**
 * `spawnSync` and its like turn a loop of their own. That of the program is the next one that Node opens after the one of its
 * thread for delayed tasks.
 */
function isInInnerLoop(pid: number): boolean {
  const tasks = tryRead(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const delayed = tasks.find(task => threadName(pid, task).startsWith('DelayedTaskSche'));
  const [waits, first] = [String(pid), delayed].map(task => (task === undefined ? undefined : pollsAt(pid, task)));
  if (waits === undefined || first === undefined) return false;
  const own = loopsOf(pid).find(fd => fd > first);
  return own !== undefined && waits > own;
}

/** Number of the file by which a thread waits for events. */
function pollsAt(pid: number, task: string): number | undefined {
  if (!(tryRead(() => readFileSync(`/proc/${pid}/task/${task}/wchan`, 'latin1')) ?? '').includes('epoll'))
    return undefined;
  const [, fd] = (tryRead(() => readFileSync(`/proc/${pid}/task/${task}/syscall`, 'latin1')) ?? '').split(' ');
  return fd?.startsWith('0x') === true ? Number(fd) : undefined;
}

function loopsOf(pid: number): number[] {
  const all = tryRead(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return all
    .filter(fd => tryRead(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) === 'anon_inode:[eventpoll]')
    .map(Number)
    .sort((a, b) => a - b);
}

function childrenOf(pid: number): number[] {
  const text = tryRead(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')) ?? '';
  return text.split(' ').filter(Boolean).map(Number);
}
