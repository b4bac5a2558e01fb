import { randomBytes } from 'node:crypto';

/** An id that does not repeat between processes and runs, short enough to read aloud. */
export function newTargetId(): string {
  return BigInt(`0x${randomBytes(5).toString('hex')}`).toString(36);
}

/** 1, 2, 3 …: never an address, never reused. */
export function counter(): () => number {
  let last = 0;
  return () => ++last;
}
