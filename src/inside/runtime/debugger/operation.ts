import { Ring } from '../../../base/index.ts';
import type { Binding } from '../../../wire/protocol/index.ts';
import { runtime } from '../core/index.ts';
import type { OwnPlace, OwnSession, Probes } from '../probes/index.ts';
import { infoOf, type TaskRecord, type TaskState } from '../tasks/index.ts';

/** `file:line`, or the same in parts. The file's name may be the end of its path. */
export type AskedBreakpoint = string | OwnPlace;

/** A breakpoint as it stands in this thread. */
export interface OperationBreakpoint extends OwnPlace {
  /** `waiting`: no file of that name is loaded yet. */
  readonly state: Binding['state'];
  readonly mechanism?: Binding['mechanism'];
  readonly reason?: string;
  /** Times that the operation came there and left a snapshot. */
  readonly hits: number;
}

/** What was there when the operation came to a breakpoint. Values in the form of `capture`. */
export interface OperationSnapshot {
  /** Epoch ms. */
  readonly at: number;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly locals: Readonly<Record<string, unknown>>;
  readonly stack: readonly unknown[];
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
  readonly breakpoints: readonly OperationBreakpoint[];
  /** The newest, oldest first. */
  readonly snapshots: readonly OperationSnapshot[];
  /** Ever taken; above the length of the list, older ones are gone. */
  readonly snapshotCount: number;
}

const snapshotsKept = 50;
const noGates = 'This program has no gates: run it with `eddy run`.';

/** A session of its own round one call: its probes concern the call's flow, and its snapshots are the call's. */
export class Operation {
  record: TaskRecord | undefined;
  readonly #asked: readonly OwnPlace[];
  readonly #snapshots = new Ring<OperationSnapshot>(snapshotsKept);
  #session: OwnSession | undefined;
  #last: readonly (Binding | undefined)[] = [];

  constructor(asked: readonly AskedBreakpoint[]) {
    this.#asked = asked.map(placeOf);
  }

  /** In its own flow: from here on, until it settles. */
  run<T>(name: string, call: () => T): T {
    if (this.#asked.length === 0) return call();
    const probes = runtime().part<Probes | undefined>('probes', () => undefined);
    this.#session = runtime().guard('own session', () =>
      probes?.openOwn(name, this.#asked, (kind, data) => {
        if (kind === 'snap') this.#snapshots.push(snapshotOf(data));
      }),
    );
    let result: T;
    try {
      result = call();
    } catch (error) {
      this.#close();
      throw error;
    }
    const close = () => this.#close();
    if (result instanceof Promise) result.then(close, close);
    else close();
    return result;
  }

  get pending(): boolean {
    return this.record?.pending ?? false;
  }

  get refusedCount(): number {
    return this.#breakpoints().filter(one => one.state === 'refused').length;
  }

  info(nowMs: number): OperationInfo {
    const { id, name, state, started, ended, ageMs, error } = infoOf(this.record!, nowMs);
    return {
      id,
      name,
      state,
      started,
      ageMs,
      breakpoints: this.#breakpoints(),
      snapshots: this.#snapshots.toArray(),
      snapshotCount: this.#snapshots.total,
      ...(ended === undefined ? {} : { ended }),
      ...(error === undefined ? {} : { error }),
    };
  }

  #close(): void {
    this.#last = this.#session?.bindings() ?? [];
    runtime().guard('own session', () => this.#session?.close());
    this.#session = undefined;
  }

  #breakpoints(): OperationBreakpoint[] {
    const bindings = this.#session?.bindings() ?? this.#last;
    return this.#asked.map((place, at) => {
      const binding = bindings[at];
      if (binding === undefined) return { ...place, state: 'refused', reason: noGates, hits: 0 };
      const { state, mechanism, reason, hits } = binding;
      return {
        ...place,
        state,
        hits,
        ...(mechanism === undefined ? {} : { mechanism }),
        ...(reason === undefined ? {} : { reason }),
      };
    });
  }
}

function placeOf(asked: AskedBreakpoint): OwnPlace {
  if (typeof asked !== 'string') return asked;
  const [, file = asked, line = '0'] = /^(.*):(\d+)$/.exec(asked) ?? [];
  return { file, line: Number(line) };
}

function snapshotOf(data: Record<string, unknown>): OperationSnapshot {
  const { file, line, function: name, locals, stack } = data;
  return { at: runtime().clock.now(), file, line, function: name, locals, stack } as OperationSnapshot;
}
