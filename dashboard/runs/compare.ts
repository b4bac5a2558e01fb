import type { Finding, Report, SystemFigures } from '../../src/wire/protocol/index.ts';
import { type FindingGroup, type FlowBook, groupFindings } from '../model/index.ts';

/** What is known of one run, for a comparison. */
export interface Side {
  readonly title: string;
  readonly findings: readonly Finding[];
  /** Of flows that have ended, ms by name. */
  readonly durations: ReadonlyMap<string, readonly number[]>;
  readonly peaks: Peaks;
}

/** NaN: no target told it. */
export interface Peaks {
  /** Of all processes. */
  readonly cpuMs: number;
  /** Of the process that had most. */
  readonly rssPeakBytes: number;
  readonly worstDelayMs: number;
}

export interface ComparedFinding {
  readonly change: 'came' | 'went' | 'stayed';
  readonly group: FindingGroup;
  readonly before: number;
  readonly after: number;
}

export interface ComparedFlow {
  readonly name: string;
  readonly before: Spread | undefined;
  readonly after: Spread | undefined;
}

/** Of durations, ms. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}

export interface Comparison {
  readonly findings: readonly ComparedFinding[];
  /** Those that take most of the time first. */
  readonly flows: readonly ComparedFlow[];
  /** Names that are not listed. */
  readonly moreFlows: number;
  readonly peaks: readonly [before: Peaks, after: Peaks];
}

const maxFlows = 200;
const order = { came: 0, went: 1, stayed: 2 } as const;

export function compare(before: Side, after: Side): Comparison {
  const flows = compareFlows(before, after);
  return {
    findings: compareFindings(before.findings, after.findings),
    flows: flows.slice(0, maxFlows),
    moreFlows: Math.max(0, flows.length - maxFlows),
    peaks: [before.peaks, after.peaks],
  };
}

/** Of the flows of some targets: those whose end was seen. Numbers that stand alone are `#`: `job-17` is what `job-18` is. */
export function durationsOf(flows: FlowBook, isOfSide: (target: string) => boolean): Map<string, number[]> {
  const { starts, ends } = flows.columns;
  const durations = new Map<string, number[]>();
  for (let number = 0; number < flows.size; number++) {
    if (flows.isAlive(number) || !isOfSide(flows.targetOf(number))) continue;
    const outcome = flows.outcomeOf(number);
    if (outcome === 'unseen' || outcome === 'gone') continue;
    const name = flows.nameOf(number).replace(/\b\d+\b/g, '#');
    const known = durations.get(name);
    const ms = ends[number]! - starts[number]!;
    if (known === undefined) durations.set(name, [ms]);
    else known.push(ms);
  }
  return durations;
}

export function peaksOf({ targets, system }: Pick<Report, 'targets' | 'system'>): Peaks {
  // Threads say of their process what it says itself.
  const processes = targets.flatMap(({ id, kind }) => (kind === 'process' ? [figuresOf(system[id]).process] : []));
  const threads = targets.map(({ id }) => figuresOf(system[id]).loop);
  return {
    cpuMs: sum(processes.map(one => one?.cpuUserMs && one.cpuUserMs + (one.cpuSystemMs ?? 0))),
    rssPeakBytes: most(processes.map(one => one?.rssPeakBytes ?? one?.rssBytes)),
    worstDelayMs: most(threads.map(one => one?.worstDelayMs)),
  };
}

export function spreadOf(durations: readonly number[]): Spread {
  const sorted = Float64Array.from(durations).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95) };
}

/** What came first, then what went, then what stayed. */
function compareFindings(before: readonly Finding[], after: readonly Finding[]): ComparedFinding[] {
  const [was, is] = [before, after].map(all => new Map(groupFindings(all).map(group => [group.key, group]))) as [
    Map<string, FindingGroup>,
    Map<string, FindingGroup>,
  ];
  const keys = [...new Set([...is.keys(), ...was.keys()])];
  const compared = keys.map((key): ComparedFinding => {
    const [old, now] = [was.get(key), is.get(key)];
    const change = old === undefined ? 'came' : now === undefined ? 'went' : 'stayed';
    return { change, group: (now ?? old)!, before: old?.count ?? 0, after: now?.count ?? 0 };
  });
  return compared.sort((a, b) => order[a.change] - order[b.change]);
}

function compareFlows({ durations: before }: Side, { durations: after }: Side): ComparedFlow[] {
  const weight = (name: string) => total(before.get(name)) + total(after.get(name));
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const weights = new Map(names.map(name => [name, weight(name)]));
  names.sort((a, b) => weights.get(b)! - weights.get(a)!);
  const spread = (durations: readonly number[] | undefined) => durations && spreadOf(durations);
  return names.map(name => ({ name, before: spread(before.get(name)), after: spread(after.get(name)) }));
}

function total(durations: readonly number[] = []): number {
  return durations.reduce((sum, ms) => sum + ms, 0);
}

function figuresOf(value: unknown): SystemFigures {
  return typeof value === 'object' && value !== null ? value : {};
}

function known(values: readonly (number | undefined)[]): number[] {
  return values.filter(value => typeof value === 'number' && Number.isFinite(value)) as number[];
}

function sum(values: readonly (number | undefined)[]): number {
  const told = known(values);
  return told.length === 0 ? Number.NaN : told.reduce((sum, value) => sum + value, 0);
}

function most(values: readonly (number | undefined)[]): number {
  const told = known(values);
  return told.length === 0 ? Number.NaN : told.reduce((most, value) => Math.max(most, value));
}
