import { type Dump, emptyListing, type Report, type Site, type TargetInfo } from '../../../../wire/protocol/index.ts';
import type { RunResult } from '../../ports.ts';
import type { SourceText } from './source-text.ts';

/** All that the answer is made from. */
export interface Observation {
  readonly result: RunResult;
  /** What was asked to run. */
  readonly words: readonly string[];
  /** Options of the run that the next one needs too. */
  readonly kept: readonly string[];
  readonly cwd: string;
  readonly source: SourceText;
  /** Its time was up: what it did just then, where it answered. */
  readonly timeUp?: { readonly dump?: Dump };
}

export type Spot = Pick<Site, 'file' | 'line' | 'function'>;

export interface Waiting extends Spot {
  readonly flow: string;
  readonly flowName: string;
  readonly forMs?: number;
  readonly state: string;
}

/** Of each flow the functions that waited and had called no other, as it was at the end or when the time was up. */
export function waitingIn({ result, timeUp }: Observation): Waiting[] {
  const looked = timeUp?.dump === undefined ? [] : ofDump(timeUp.dump);
  const found = looked.length > 0 ? looked : ofReport(result.report);
  return found.filter(({ state }) => state === 'waiting' || state === 'running' || state === 'held');
}

interface Row extends Waiting {
  readonly target: string;
  readonly id: unknown;
  readonly caller: unknown;
}

function ofDump({ targets }: Dump): Waiting[] {
  const rows = targets.flatMap(({ target, activity }) =>
    (activity?.flows ?? []).flatMap(({ id: flow, name, activations }) =>
      activations.map(one => row({ ...one, target, flow }, () => name)),
    ),
  );
  return leaves(rows);
}

function ofReport({ activations, flows }: Report): Waiting[] {
  const names = new Map(flows.items.map(({ id, name }) => [id, String(name)]));
  const live = activations.items.slice(0, activations.live);
  return leaves(live.map(one => row(one, flow => names.get(flow) ?? '')));
}

function row(one: Readonly<Record<string, unknown>>, nameOf: (flow: string) => string): Row {
  const flow = String(one.flow);
  return {
    target: String(one.target),
    id: one.id,
    caller: one.caller,
    flow,
    flowName: nameOf(flow),
    file: String(one.file),
    line: Number(one.line),
    function: String(one.function),
    ...(one.forMs === undefined ? {} : { forMs: Number(one.forMs) }),
    state: String(one.state),
  };
}

function leaves(rows: readonly Row[]): Waiting[] {
  const callers = new Set(rows.map(({ target, caller }) => `${target} ${String(caller)}`));
  return rows.filter(({ target, id }) => !callers.has(`${target} ${String(id)}`));
}

export interface Uncaught {
  readonly error: string;
  readonly site?: Spot;
}

/** The last error that reached the top of a thread, by what that thread told. */
export function uncaughtIn({ system }: Report): Uncaught | undefined {
  for (const figures of Object.values(system)) {
    const { uncaught } = (figures ?? {}) as { uncaught?: Partial<Uncaught> };
    if (typeof uncaught?.error === 'string') return uncaught as Uncaught;
  }
  return undefined;
}

export interface Coverage {
  readonly files: number;
  readonly functions: number;
  readonly skipped: number;
  readonly ungatedFiles: number;
  readonly ungated: readonly { readonly path: string; readonly why: string }[];
}

/** Which of the code has gates, of all threads that told; undefined where none did. */
export function coverageIn({ system }: Report): Coverage | undefined {
  const told = Object.values(system).flatMap(figures => {
    const { gates } = (figures ?? {}) as { gates?: Partial<Coverage> };
    return gates === undefined ? [] : [gates];
  });
  if (told.length === 0) return undefined;
  const sum = (key: 'files' | 'functions' | 'skipped' | 'ungatedFiles') =>
    told.reduce((all, one) => all + Number(one[key] ?? 0), 0);
  return {
    files: sum('files'),
    functions: sum('functions'),
    skipped: sum('skipped'),
    ungatedFiles: sum('ungatedFiles'),
    ungated: told.flatMap(one => one.ungated ?? []),
  };
}

/** Flows in which all of a program can happen. */
export function mainFlowsOf({ flows }: Report): Set<string> {
  return new Set(flows.items.filter(({ kind }) => kind === 'main').map(({ id }) => String(id)));
}

/** Threads that told what they know; of the others only their start and end are known. */
export function toldBy(report: Report): readonly TargetInfo[] {
  return report.targets.filter(({ id }) => report.system[id] !== undefined);
}

export function listingOf(report: Report, name: 'flows' | 'tasks') {
  return report[name] ?? emptyListing;
}
