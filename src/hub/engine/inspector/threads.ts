import { readdirSync, readFileSync } from 'node:fs';
import { sigusr1, tryRead } from './process-facts.ts';

export function threadName(pid: number, thread: string): string {
  return tryRead(() => readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8')) ?? '';
}

/** How often a thread has gone to sleep; undefined where that is not shown. */
export function switchesOf(pid: number, thread = String(pid)): string | undefined {
  return /^voluntary_ctxt_switches:\s+(\d+)/m.exec(statusOf(pid, thread))?.[1];
}

/**
 * Whether Node has heard of a SIGUSR1 that was sent after this; undefined: it is on its way, or that cannot be told. Node's own
 * handler wakes a thread that has nothing else to do: one that sleeps on when the signal was taken has not been told of it.
 */
export function hearing(pid: number): () => boolean | undefined {
  const threads = tryRead(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const listens = threads.find(thread => threadName(pid, thread).startsWith('SignalInspector'));
  if (listens === undefined) return () => undefined;
  const before = switchesOf(pid, listens);
  return () => {
    const now = switchesOf(pid, listens);
    if (before === undefined || now === undefined) return undefined;
    if (now !== before || !/^State:\s+S/m.test(statusOf(pid, listens))) return true;
    return isPending(pid) ? undefined : false;
  };
}

function isPending(pid: number): boolean {
  const [, bits = '0'] = /^ShdPnd:\s+([\da-f]+)/m.exec(statusOf(pid, String(pid))) ?? [];
  return (BigInt(`0x${bits}`) & sigusr1) !== 0n;
}

function statusOf(pid: number, thread: string): string {
  return tryRead(() => readFileSync(`/proc/${pid}/task/${thread}/status`, 'latin1')) ?? '';
}
