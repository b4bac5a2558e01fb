import { Ring } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import { infoOf, recordOf, type Task, type TaskRecord, type TaskState } from '../tasks/index.ts';

/** `file:line`, or the same in parts. */
export type AskedBreakpoint = string | { readonly file: string; readonly line: number; readonly condition?: string };

export interface RefusedBreakpoint {
  readonly file: string;
  /** 0 where none could be read. */
  readonly line: number;
  readonly condition?: string;
  readonly mechanism: 'refused';
  readonly reason: string;
}

/** One operation, in a record of its own. */
export interface OperationInfo {
  /** Of the task that it ran as. */
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  /** Epoch ms. */
  readonly started: number;
  /** Absent while it runs. */
  readonly ended?: number;
  readonly ageMs: number;
  readonly error?: string;
  /** What was asked for and is not set. */
  readonly breakpoints: readonly RefusedBreakpoint[];
}

interface Operation {
  readonly record: TaskRecord;
  readonly breakpoints: readonly RefusedBreakpoint[];
}

const kept = 200;
const reason = 'Breakpoints of single flows are not built yet: nothing would ever stop there.';

/** The newest operations. It keeps no promise, and so no result. */
export class OperationLog {
  readonly #operations = new Ring<Operation>(kept);
  refusedCount = 0;

  add(task: Task<unknown>, asked: readonly AskedBreakpoint[]): void {
    const breakpoints = asked.map(refuse);
    this.refusedCount += breakpoints.length;
    if (breakpoints.length > 0) runtime().notes.add(`debugAsyncOperation was asked for breakpoints. ${reason}`);
    this.#operations.push({ record: recordOf(task), breakpoints });
  }

  get total(): number {
    return this.#operations.total;
  }

  get active(): number {
    return this.#operations.toArray().filter(({ record }) => record.pending).length;
  }

  /** Oldest first. */
  list(): OperationInfo[] {
    const now = runtime().worked();
    return this.#operations.toArray().map(({ record, breakpoints }) => {
      const { id, name, state, started, ended, ageMs, error } = infoOf(record, now);
      return {
        id,
        name,
        state,
        started,
        ageMs,
        breakpoints,
        ...(ended === undefined ? {} : { ended }),
        ...(error === undefined ? {} : { error }),
      };
    });
  }
}

function refuse(asked: AskedBreakpoint): RefusedBreakpoint {
  if (typeof asked !== 'string') return { ...asked, mechanism: 'refused', reason };
  const [, file = asked, line = '0'] = /^(.*):(\d+)$/.exec(asked) ?? [];
  return { file, line: Number(line), mechanism: 'refused', reason };
}
