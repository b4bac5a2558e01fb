import type { DebugpyAnswer, DebugpyAsk } from './breakpoints.ts';
import type { Binding, Hold, Plan, StackLine, Variable } from './probe.ts';
import type { OpenStreams } from './stream.ts';

/** What a hub asks of a target. Each has one answer, in the type that stands beside it. */
export interface Orders {
  /** What is asked for from now on. */
  readonly plan: { readonly ask: { readonly plan: Plan }; readonly answer: { readonly bindings: readonly Binding[] } };
  /** Flows and where their functions wait; all of them, or those that are named. */
  readonly activity: {
    /** `leavesOnly`: of each flow only the activations that called no other; a target may give all of them. */
    readonly ask: { readonly flows?: readonly string[]; readonly leavesOnly?: boolean };
    readonly answer: Activity;
  };
  readonly holds: { readonly ask: Record<never, never>; readonly answer: { readonly holds: readonly Hold[] } };
  readonly variables: {
    readonly ask: OfFrame;
    readonly answer: { readonly variables: readonly Variable[] };
  };
  readonly evaluate: {
    readonly ask: OfFrame & { readonly expression: string; readonly allowSideEffects?: boolean };
    /** `value` in the form of capture. */
    readonly answer: { readonly value: unknown };
  };
  /** Of a `let`, `var` or parameter: to what an expression gives. */
  readonly set: {
    readonly ask: OfFrame & { readonly name: string; readonly expression: string };
    readonly answer: { readonly variable: Variable };
  };
  readonly resume: {
    /** `force`: edits are written also over what the program changed meanwhile. */
    readonly ask: { readonly hold: string; readonly step?: 'over' | 'into' | 'out'; readonly force?: boolean };
    /** Names whose edit was not written, because the program changed them. When there are any it was not resumed. */
    readonly answer: {
      readonly resumed: boolean;
      readonly conflicts: readonly string[];
      /** Of a Python target, to its hub: another thread that goes on with it is about to be stopped by debugpy. */
      readonly late?: true;
    };
  };
  /** Of a program that was attached to: all that we did there is put back, and the target ends. `left`: what could not be, in words. */
  readonly detach: { readonly ask: Record<never, never>; readonly answer: { readonly left: readonly string[] } };
  /** Of a Python target, between its hub's debugpy engine and it. */
  readonly debugpy: { readonly ask: DebugpyAsk; readonly answer: DebugpyAnswer };
  /** Which streams are open now. */
  readonly streams: { readonly ask: Record<never, never>; readonly answer: OpenStreams };
  /** Why a line has a gate or none. */
  readonly explain: { readonly ask: { readonly file: string; readonly line: number }; readonly answer: Explanation };
}

/** `frame`: of a stop, one of its stack's lines that has a number; absent: where it stands. */
export interface OfFrame {
  readonly hold: string;
  readonly frame?: number;
}

export type OrderName = keyof Orders;
export type Ask<N extends OrderName> = Orders[N]['ask'];
export type Answer<N extends OrderName> = Orders[N]['answer'];

export interface OrderLine {
  readonly say: 'order';
  readonly id: number;
  readonly target: string;
  readonly order: OrderName;
  readonly ask: Ask<OrderName>;
}

/** `answer` and `error`: one of the two. `more`: the next line goes on with it; its lists are added to those before. */
export interface AnswerLine {
  readonly say: 'answer';
  readonly id: number;
  readonly target: string;
  readonly answer?: Answer<OrderName>;
  readonly more?: true;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface Activity {
  readonly target: string;
  /** Epoch ms of the look. */
  readonly at: number;
  readonly flows: readonly FlowActivity[];
  /** Activations that are alive; more than are listed when the list was cut. */
  readonly liveActivations: number;
  readonly cut: boolean;
}

export interface FlowActivity {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly parent?: string;
  /** `idle`: alive, and nothing of it that has gates runs or waits. */
  readonly state: 'running' | 'waiting' | 'held' | 'idle';
  readonly startedAt: number;
  readonly born?: { readonly file: string; readonly line: number };
  /** Names of locks, slots and scopes that it has. */
  readonly holds: readonly string[];
  readonly sessions: readonly string[];
  /** Each run of an async function, callers before those they called. */
  readonly activations: readonly ActivationLine[];
}

export interface ActivationLine extends StackLine {
  readonly id: number;
  /** Id of the activation that called it; absent when no gated code did. */
  readonly caller?: number;
  /** `yielded`: it waits for whoever takes its next value. */
  readonly state: 'running' | 'waiting' | 'yielded' | 'held';
  /** How long it has been so; absent where that was not seen. */
  readonly forMs?: number;
}

export interface Explanation {
  readonly file: string;
  readonly line: number;
  readonly gated: boolean;
  /** What the line has, or why it has none, and the nearest lines that have one. */
  readonly why: string;
  readonly places: readonly {
    readonly line: number;
    readonly column: number;
    readonly function: string;
    readonly kind: string;
    /** Where it is in the text that V8 has: compiled, perhaps, and with gates. An inspector has it there. */
    readonly runs: { readonly file: string; readonly line: number; readonly column: number };
  }[];
  readonly near: readonly number[];
}
