import fs from 'node:fs';

// A program may replace it.
const { readFileSync } = fs;

/** Linux tells of each thread: what it ran, what it stood in line for a processor, in ns. Elsewhere nobody does. */
const files = {
  main: process.platform === 'linux' ? `/proc/self/task/${process.pid}/schedstat` : undefined,
  own: process.platform === 'linux' ? '/proc/thread-self/schedstat' : undefined,
};

/** What a thread has stood in line for a processor so far, in ms; undefined where the system does not tell. */
export function waitedMs(thread: keyof typeof files): number | undefined {
  const file = files[thread];
  if (file === undefined) return undefined;
  try {
    const [ran, waited] = readFileSync(file, 'latin1').split(' ').map(Number);
    // A kernel that does not count says zero of everything.
    if (ran !== undefined && ran > 0 && waited !== undefined) return waited / 1e6;
  } catch {
    // Another namespace's /proc, or one that may not be read.
  }
  files[thread] = undefined;
  return undefined;
}
