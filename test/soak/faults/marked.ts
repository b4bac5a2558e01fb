import { readdirSync, readFileSync } from 'node:fs';

export const markName = 'EDDY_FAULTS_ROUND';

export interface MarkedProcess {
  readonly pid: number;
  readonly words: string;
}

/** Processes whose environment has this mark. One that has ended, and waits to be fetched, has none. */
export function markedProcesses(mark: string): MarkedProcess[] {
  const wanted = `${markName}=${mark}`;
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(wanted)) return [];
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), words }];
      } catch {
        // Gone meanwhile, or another user's.
        return [];
      }
    });
}

/** Each by its own pid. */
export function killMarked(mark: string): void {
  for (const { pid } of markedProcesses(mark)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone meanwhile.
    }
  }
}
