import { fail, isEddyError } from '../../base/index.ts';
import type { EddyEvent, EventKind } from './event.ts';
import type { Finding } from './finding.ts';
import type { Activity, Explanation, OfFrame } from './order.ts';
import type { Hold, Matcher, Plan, ProbeSpec, SessionSpec, Variable } from './probe.ts';
import type { ProbeLimits } from './probe-options.ts';
import type { ProbeWords } from './probe-words.ts';
import type { Listing, Report, TargetEnd, TargetInfo } from './report.ts';
import type { RunCard } from './run-card.ts';
import type { SessionRules } from './run-settings.ts';
import type { ProbeView, SessionView } from './session-view.ts';
import type { EventPage, EventQuery, StoredRun, StoredSession, StoreStatus } from './stored.ts';
import type { OpenStreams } from './stream.ts';

export const controlVersion = 1;

/** What a controller asks of a hub. Each has one answer, in the type that stands beside it. */
export interface Controls {
  /** First of all. Who asks: for the audit log. */
  readonly hello: {
    readonly ask: { readonly version: number; readonly token: string; readonly pid: number; readonly as: string };
    /** `runs`: of a hub that stays. */
    readonly answer: {
      readonly run: RunCard;
      readonly targets: readonly TargetInfo[];
      readonly runs?: readonly StoredRun[];
    };
  };
  readonly flows: {
    /** `leavesOnly`: of each flow only the activations that called no other. */
    readonly ask: { readonly flows?: readonly string[]; readonly leavesOnly?: boolean };
    readonly answer: { readonly at: number; readonly targets: readonly TargetFlows[] };
  };
  /** All that is known now. */
  readonly dump: { readonly ask: None; readonly answer: Dump };
  readonly sessions: {
    /** `withoutEvents`: their lists are left empty. */
    readonly ask: { readonly withoutEvents?: boolean };
    readonly answer: { readonly sessions: readonly SessionView[] };
  };
  /** Sets probes in a session, which is opened when there is none of that name. */
  readonly probe: {
    readonly ask: {
      readonly session?: string;
      readonly match: readonly Matcher[];
      readonly probes: readonly ProbeWords[];
      readonly limits: ProbeLimits;
      /** A session that this opens is closed when the connection of who asked ends. */
      readonly own?: true;
    };
    readonly answer: { readonly session: SessionSpec; readonly probes: readonly ProbeView[] };
  };
  /** Takes probes away; of a session: all, and the session is closed. */
  readonly unset: {
    /** `keep`: what is held stays so, and nobody new; taken away for good by asking again without. */
    readonly ask: { readonly what: string; readonly keep?: true };
    readonly answer: Removed;
  };
  readonly off: { readonly ask: None; readonly answer: Removed };
  /** `targets`: of these alone; one that is busy keeps who asks for all. */
  readonly holds: { readonly ask: { readonly targets?: readonly string[] }; readonly answer: HoldsView };
  readonly variables: { readonly ask: OfFrame; readonly answer: { readonly variables: readonly Variable[] } };
  readonly evaluate: {
    readonly ask: OfFrame & { readonly expression: string; readonly allowSideEffects?: boolean };
    readonly answer: { readonly value: unknown };
  };
  readonly set: {
    readonly ask: OfFrame & { readonly name: string; readonly expression: string };
    readonly answer: { readonly variable: Variable };
  };
  readonly step: {
    readonly ask: OfHold & { readonly step: 'over' | 'into' | 'out' };
    /** `next`: where it is held again; absent: it had not come to its next place when we answered. */
    readonly answer: { readonly resumed: boolean; readonly conflicts: readonly string[]; readonly next?: Hold };
  };
  /** `hold` absent: all. `step`: to its next place, which an event tells; `step` above waits for it. */
  readonly resume: {
    readonly ask: { readonly hold?: string; readonly force?: boolean; readonly step?: 'over' | 'into' | 'out' };
    readonly answer: { readonly holds: readonly Resumed[] };
  };
  /** Streams that are open now; looked up in the program when it is asked, and kept up by nobody. `targets`: of these alone. */
  readonly streams: {
    readonly ask: { readonly targets?: readonly string[] };
    readonly answer: { readonly at: number; readonly targets: readonly (InTarget & { readonly open?: OpenStreams })[] };
  };
  /** `targets`: of these alone, as with `holds`. */
  readonly explain: {
    readonly ask: { readonly file: string; readonly line: number; readonly targets?: readonly string[] };
    readonly answer: { readonly targets: readonly (InTarget & { readonly explanation?: Explanation })[] };
  };
  /**
   * Events from now on come as lines of their own. `full`: first the whole state; and when events were lost, as they came
   * faster than they were read, the whole state again.
   */
  readonly follow: {
    readonly ask: { readonly kinds?: readonly EventKind[]; readonly full?: boolean };
    readonly answer: None;
  };
  /** How the hub itself is. */
  readonly status: { readonly ask: None; readonly answer: HubStatus };
  /** A program is about to start and its targets will dial in: who it is, and what its environment must say. */
  readonly openRun: {
    readonly ask: {
      readonly words: readonly string[];
      readonly cwd: string;
      readonly name?: string;
      /** Its targets will tell every event. */
      readonly records?: boolean;
    };
    readonly answer: RunPlace;
  };
  /** It has ended, as who started it saw. */
  readonly endRun: {
    readonly ask: {
      readonly run: string;
      readonly end: TargetEnd /** Of the process that was started. */;
      readonly pid?: number;
    };
    /** `pending`: flows that waited when it ended, and were told of. */
    readonly answer: { readonly report: Report; readonly pending?: Dump };
  };
  /** Of a run, by id or name: the newest one unless told. */
  readonly report: { readonly ask: { readonly run?: string }; readonly answer: { readonly report: Report } };
  /** Runs that there are and were, the newest first. */
  readonly history: {
    readonly ask: { readonly name?: string; readonly limit?: number };
    readonly answer: { readonly runs: readonly StoredRun[]; readonly sessions: readonly StoredSessionOf[] };
  };
  readonly events: { readonly ask: EventQuery; readonly answer: EventPage };
  /** Absent: it has no dashboard. A link is good once, for a minute. */
  readonly dashboard: { readonly ask: None; readonly answer: { readonly link?: string } };
  /** It closes every session, lets go what is held, keeps what it has, and ends. Programs run on. */
  readonly shutdown: { readonly ask: None; readonly answer: None };
}

export interface StoredSessionOf {
  readonly run: string;
  readonly session: StoredSession;
}

export interface RunPlace {
  readonly run: string;
  /** EDDY_HUB and EDDY_TOKEN of its targets. */
  readonly hub: string;
  readonly token: string;
  /** What is asked for from the first line on. */
  readonly plan: Plan;
  /** The hub's, which hold for all its runs; absent: an older hub does not say. */
  readonly rules?: SessionRules;
  /** The hub has a page, which shows each flow: the run is to tell every event. Absent: as it likes. */
  readonly records?: true;
}

/** All that a follower must know to go on by events alone. */
export interface HubState {
  /** Epoch ms. */
  readonly at: number;
  readonly runs: readonly StoredRun[];
  readonly targets: readonly (TargetInfo & OfRun)[];
  /** Their lists of events are left empty. */
  readonly sessions: readonly SessionView[];
  readonly findings: readonly (Finding & OfRun)[];
}

export interface OfRun {
  /** Id of the run; empty in a hub of one. Absent: an older hub does not say. */
  readonly run?: string;
}

export interface HubStatus {
  /** Epoch ms. */
  readonly at: number;
  readonly version: string;
  readonly hub: RunCard;
  /** Programs that run now, and those that have ended and left processes behind. */
  readonly runs: readonly (StoredRun & { readonly targetCount: number })[];
  readonly targets: readonly TargetInfo[];
  readonly openSessions: number;
  readonly probes: number;
  readonly connections: { readonly targets: number; readonly controllers: number };
  /** Where it listens beside its own sockets. */
  readonly listens: readonly string[];
  readonly store: StoreStatus;
  /** Drop counts by name; zeros left out. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly troubles: readonly string[];
}

type None = Record<never, never>;
interface OfHold {
  readonly hold: string;
}

export type ControlName = keyof Controls;
/** Of the plane rather than of its sessions. */
export const planeControls = [
  'status',
  'openRun',
  'endRun',
  'report',
  'history',
  'events',
  'dashboard',
  'shutdown',
] as const;
export type PlaneControl = (typeof planeControls)[number];
export type DeskControl = Exclude<ControlName, PlaneControl>;
export type ControlAsk<N extends ControlName> = Controls[N]['ask'];
export type ControlAnswer<N extends ControlName> = Controls[N]['answer'];

export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** As the other side is told of it. */
export function wireError(error: unknown): WireError {
  if (isEddyError(error)) return { code: error.code, message: error.message, data: error.data };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** Something asked of one of several targets. `error`: it gave no answer, or refused. */
export interface InTarget {
  readonly target: string;
  readonly error?: WireError;
}

export interface TargetFlows extends InTarget {
  readonly info: TargetInfo;
  readonly activity?: Activity;
  /** What it last said by itself, where it does not answer now. `at`: epoch ms. */
  readonly last?: { readonly at: number; readonly sections: Readonly<Record<string, Listing>> };
}

/** As `eddy dump` writes it. */
export interface Dump {
  readonly version: 1;
  /** Epoch ms. */
  readonly at: number;
  readonly run: RunCard;
  readonly targets: readonly TargetFlows[];
  readonly holds: readonly Hold[];
  /** Targets that did not say what they hold. */
  readonly silent: readonly InTarget[];
  readonly sessions: readonly SessionView[];
}

export interface HoldsView {
  readonly holds: readonly Hold[];
  /** Targets that did not say theirs. */
  readonly silent: readonly InTarget[];
}

export interface Resumed extends InTarget {
  readonly hold: string;
  readonly resumed: boolean;
  readonly conflicts: readonly string[];
}

export interface Removed {
  readonly probes: readonly ProbeSpec[];
  /** Of the sessions that were closed. */
  readonly sessions: readonly SessionSpec[];
  /** Targets that have not said that theirs are gone. */
  readonly unanswered: readonly string[];
  /** Still held by what was taken away, after all that we did. */
  readonly stillHeld: readonly Hold[];
}

export interface ControlRequest<N extends ControlName = ControlName> {
  readonly id: number;
  readonly do: N;
  readonly ask: ControlAsk<N>;
}

/** What a hub had seen when it answered. */
export interface Observed {
  /** Epoch ms. */
  readonly at: number;
  /** Events that it had taken in, since it began. */
  readonly cursor: number;
  /** Events that this controller lost and was not told of yet, as it reads too slowly. */
  readonly droppedEvents: number;
}

/** Answers carry the id of their request; events carry none. */
export type ControlLine =
  | { readonly id: number; readonly result: ControlAnswer<ControlName>; readonly observed: Observed }
  | { readonly id: number; readonly error: WireError }
  | { readonly event: EddyEvent }
  /** The whole, for who asked for it. `droppedEvents`: so many were lost before it. */
  | { readonly state: HubState; readonly droppedEvents: number }
  /** Events that a slow reader lost. */
  | { readonly droppedEvents: number };

export function parseControlLine(text: string): ControlLine {
  const line = parseObject(text);
  const isAnswer = typeof line.id === 'number' && (isObject(line.result) || isObject(line.error));
  if (isAnswer || isObject(line.event) || isObject(line.state) || typeof line.droppedEvents === 'number')
    return line as unknown as ControlLine;
  throw fail('bad-message', `A hub says nothing that is known: ${text.slice(0, 80)}`);
}

export function parseControlRequest(text: string): ControlRequest {
  const line = parseObject(text);
  if (typeof line.id === 'number' && typeof line.do === 'string' && isObject(line.ask)) {
    return line as unknown as ControlRequest;
  }
  throw fail('bad-message', `A controller says nothing that is known: ${text.slice(0, 80)}`);
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fail('bad-message', `A line of ${text.length} characters is not JSON.`, { cause });
  }
  if (isObject(value)) return value;
  throw fail('bad-message', `A line is no JSON object: ${text.slice(0, 80)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
