import { familyOf, residentMb } from '../../test/launch/processes.ts';

export interface Memory {
  /** Of the debugger's processes, without the programs; in MB. */
  readonly debugger: number;
  /** Of these and of the programs. */
  readonly all: number;
}

export function measureMemory(adapter: number, programs: readonly number[]): Memory {
  const family = familyOf(adapter);
  const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + residentMb(pid), 0);
  // Some start a program outside of their family.
  return {
    debugger: sum(family.filter(pid => !programs.includes(pid))),
    all: sum([...new Set([...family, ...programs])]),
  };
}
