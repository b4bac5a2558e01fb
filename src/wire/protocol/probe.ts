/** Words of sessions and probes: what a user asks for, and what became of it in a target. */

export const probeKinds = ['stop', 'hold', 'snap', 'log'] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** What binds a flow to a session, when the flow is born or when the session opens. All of a session's must hold. */
export type Matcher =
  | { readonly by: 'header'; readonly name: string; readonly value: string }
  | { readonly by: 'path'; readonly glob: string }
  | { readonly by: 'method'; readonly verb: string }
  | { readonly by: 'baggage'; readonly key: string; readonly value: string }
  | { readonly by: 'task'; readonly glob: string }
  | { readonly by: 'flow'; readonly id: string }
  | { readonly by: 'expr'; readonly expr: string };

export const matcherKinds = [
  'header',
  'path',
  'method',
  'baggage',
  'task',
  'flow',
  'expr',
] as const satisfies Matcher['by'][];

export interface SessionSpec {
  readonly id: string;
  readonly name: string;
  /** Empty: every flow is bound to it. */
  readonly match: readonly Matcher[];
}

/** A kind of place instead of a line. */
export type ProbeEvent =
  | { readonly on: 'throw'; readonly name?: string }
  | { readonly on: 'uncaught'; readonly name?: string }
  | { readonly on: 'abort' }
  | { readonly on: 'scope-cancel' }
  | { readonly on: 'finding'; readonly kind: string }
  /** The next statement that runs in one target, once; asked for by a debugger's pause alone. */
  | { readonly on: 'statement'; readonly target: string };

export const probeEvents = [
  'throw',
  'uncaught',
  'abort',
  'scope-cancel',
  'finding',
] as const satisfies ProbeEvent['on'][];

export interface ProbeSpec {
  readonly id: string;
  /** Id of the session whose flows it concerns. */
  readonly session: string;
  readonly kind: ProbeKind;
  /** A path or its end, and a line of the file as the user sees it. */
  readonly place: { readonly file: string; readonly line: number } | ProbeEvent;
  readonly condition?: string;
  /** A condition with side effects is refused without this. */
  readonly allowSideEffects?: boolean;
  /** Of a log: text with {expressions}. */
  readonly text?: string;
  /** Counts from the first time that the condition held: 1 is that one. */
  readonly fromHit?: number;
  readonly everyHits?: number;
  /** It is taken away after so many. */
  readonly maxHits?: number;
  readonly maxPerSecond?: number;
  /** A hold lets go by itself after this. */
  readonly holdForMs?: number;
  /** Epoch ms; it is taken away then. */
  readonly expiresAt?: number;
  /** Of a hold: where its flow cannot wait, the process stops. */
  readonly orStop?: true;
  /** It acts no more. What it holds stays, until it is taken away. */
  readonly retired?: true;
}

/** The whole of what is asked for in one target. A later plan replaces an earlier one; what stays the same keeps its counts. */
export interface Plan {
  /** Counts up. */
  readonly revision: number;
  readonly sessions: readonly SessionSpec[];
  readonly probes: readonly ProbeSpec[];
  /** No evaluate, no change, no hold, no stop. */
  readonly observeOnly: boolean;
  /** A hold lets go when another flow has waited so long for a lock or slot that the held flow owns. */
  readonly letGoAfterMs: number;
}

/** `runtime`: what is there to see passes through Eddy's own runtime. */
export type Mechanism = 'gate' | 'runtime' | 'inspector' | 'live-edit' | 'debugpy';

/** A probe as it stands in one target. */
export interface Binding {
  readonly probe: string;
  readonly target: string;
  /** `waiting`: no file of that name is loaded there yet. */
  readonly state: 'bound' | 'waiting' | 'refused' | 'gone';
  /** Absent while it is not bound. */
  readonly mechanism?: Mechanism;
  /** Why it was refused, or what is not as asked. */
  readonly reason?: string;
  /** Where it is set: more than one when the line has more than one gate. */
  readonly places: readonly BoundPlace[];
  /** Of a refused one: the nearest lines that would do. Absent: none is known. */
  readonly near?: readonly number[];
  readonly hits: number;
  /** What a pass of a flow that is not meant costs there, in microseconds. Absent where it is next to nothing, or not measured. */
  readonly missUs?: number;
  /** Absent while its condition and text could always be evaluated. */
  readonly trouble?: ProbeTrouble;
  /** Its thread counts what it says of its probes: of two words about one, the later counts, whichever comes first. */
  readonly word?: number;
}

/** Its condition or text could not be evaluated. Told the first time, and each time that `times` has doubled. */
export interface ProbeTrouble {
  /** Why, the last time. */
  readonly why: string;
  readonly times: number;
}

export interface BoundPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
}

export interface Variable {
  readonly name: string;
  /** In the form of capture: bounded, redacted. Absent when it could not be read; then `why` says why. */
  readonly value?: unknown;
  readonly why?: string;
  readonly editable: boolean;
  /** False: it belongs to a function or module round this one. */
  readonly own: boolean;
  /** Set by the user, and not written back yet. */
  readonly edited?: true;
}

/** A flow that waits at a gate, or a thread that is stopped. */
export interface Hold {
  readonly id: string;
  readonly target: string;
  readonly probe: string;
  readonly session: string;
  readonly kind: 'hold' | 'stop';
  readonly flow: string;
  readonly flowName: string;
  readonly place: BoundPlace;
  /** Epoch ms. */
  readonly since: number;
  /** When it lets go by itself; absent: it does not. */
  readonly until?: number;
  readonly stack: readonly StackLine[];
  /** What the flow owns meanwhile, in words: locks, scopes, slots, sockets. */
  readonly holds: readonly string[];
  /** Flows that wait for something it owns. */
  readonly waiters: readonly {
    readonly flow: string;
    readonly name: string;
    readonly for: string;
    readonly waitedMs: number;
  }[];
}

export interface StackLine {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** A caller that awaits, rather than one that called. */
  readonly async: boolean;
  /** By which `variables`, `evaluate` and `set` reach it while the thread is stopped; absent: its place alone is known. */
  readonly frame?: number;
}
