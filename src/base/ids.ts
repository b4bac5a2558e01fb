import { threadId } from 'node:worker_threads';

/**
 * An id that does not repeat between processes and threads, short enough to read aloud. From the clock and the pid: no
 * random number is drawn, because a program with a seeded generator must draw the same numbers with us as without.
 */
export function newTargetId(): string {
  const mixed =
    process.hrtime.bigint() * 0x9e3779b97f4a7c15n +
    BigInt(process.pid) * 0xbf58476d1ce4e5b9n +
    BigInt(threadId) * 0x94d049bb133111ebn;
  return BigInt.asUintN(40, mixed ^ (mixed >> 29n)).toString(36);
}

/** 1, 2, 3 …: never an address, never reused. */
export function counter(): () => number {
  let last = 0;
  return () => ++last;
}
