import { readdirSync, readFileSync } from 'node:fs';
import { until } from './index.ts';

/** A process and all that it started, by /proc; the process alone where there is none. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of tryList('/proc')) {
    const parent = /\) \S (\d+) /.exec(tryRead(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

export function isAlive(pid: number): boolean {
  // One that nobody has waited for yet is over, too.
  const state = /\) (\S) /.exec(tryRead(`/proc/${pid}/stat`))?.[1];
  if (state !== undefined) return state !== 'Z' && state !== 'X';
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux';
  } catch {
    return false;
  }
}

const overWithinMs = 10_000;

/** Resolves when all are over. */
export async function allOver(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + overWithinMs;
  await until(async () => {
    const left = pids.filter(isAlive);
    if (left.length === 0) return true;
    if (performance.now() < deadline) return undefined;
    const words = left.map(pid => `${pid} (${tryRead(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')})`);
    throw new Error(`Left running: ${words.join(', ')}`);
  });
}

/** What it has in memory, in MB; 0 when it is over. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(tryRead(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

function tryList(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
