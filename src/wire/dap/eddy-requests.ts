/**
 * Requests that Eddy's own DAP server answers besides the protocol's. Another adapter refuses them; `eddy` in the
 * capabilities says that they are there. Lines are 1-based, times in ms, files absolute paths.
 */
export interface EddyRequests {
  /** One flow's whole stack, across its awaits: innermost first, of a flow that runs on, too. */
  readonly 'eddy/flowStack': { readonly arguments: FlowStackArguments; readonly answer: FlowStackAnswer };
  /** Flows and where each of their functions runs or waits. Paged: there may be many thousands. */
  readonly 'eddy/activity': { readonly arguments: ActivityArguments; readonly answer: ActivityAnswer };
  /** A breakpoint that concerns one flow, task or session alone; it stands beside those of `setBreakpoints`. */
  readonly 'eddy/setBreakpoint': { readonly arguments: FlowBreakpointArguments; readonly answer: FlowBreakpointAnswer };
  readonly 'eddy/removeBreakpoint': { readonly arguments: { readonly id: string }; readonly answer: undefined };
}

/** What `initialize` answers beside the protocol's capabilities. Absent: it is another adapter. */
export interface EddyCapabilities {
  readonly eddy?: { readonly version: string; readonly requests: readonly (keyof EddyRequests)[] } | undefined;
}

export interface FlowStackArguments {
  /** Id of a flow, or the name of one or of a task that only one has. */
  readonly flow: string;
  /** As in `stackTrace`. */
  readonly startFrame?: number | undefined;
  readonly levels?: number | undefined;
}

export interface FlowStackAnswer {
  readonly flow: FlowLine;
  readonly frames: readonly FlowFrame[];
  readonly totalFrames: number;
}

export interface FlowFrame {
  readonly function: string;
  /** Absent where no source is known. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** `created`: of the stack that started the flow, below which nothing of it runs. */
  readonly state: 'running' | 'waiting' | 'yielded' | 'held' | 'created';
  /** How long it has been so; absent of `created`. */
  readonly forMs?: number | undefined;
  /** Where it is stopped or held its frame id of the protocol, for `scopes` and `evaluate`. */
  readonly frameId?: number | undefined;
}

export interface FlowLine {
  readonly id: string;
  readonly name: string;
  /** `request`, `task`, and the like. */
  readonly kind: string;
  readonly state: 'running' | 'waiting' | 'held' | 'idle';
  readonly parent?: string | undefined;
  /** Name of the task that it awaits; absent where it awaits none, or that is not known. */
  readonly waitsFor?: string | undefined;
  /** Epoch ms; absent where nobody saw it start. */
  readonly startedAt?: number | undefined;
  readonly born?: { readonly file: string; readonly line: number } | undefined;
  readonly sessions: readonly string[];
  /** Names of locks, slots and scopes that it has. */
  readonly holds: readonly string[];
  /** Of the thread that the flow is in `threads`; absent where it is none. */
  readonly threadId?: number | undefined;
}

export interface ActivityArguments {
  /** Ids; without, all. */
  readonly flows?: readonly string[] | undefined;
  /** How many flows are passed over, and how many are given at most; without, from the first, 200. */
  readonly start?: number | undefined;
  readonly count?: number | undefined;
}

export interface ActivityAnswer {
  /** Epoch ms of the look. */
  readonly at: number;
  readonly totalFlows: number;
  readonly flows: readonly (FlowLine & { readonly frames: readonly FlowFrame[] })[];
}

/** At most one of flow, task and session; without any it concerns every flow. */
export interface FlowBreakpointArguments {
  readonly file: string;
  readonly line: number;
  /** Id of a flow. */
  readonly flow?: string | undefined;
  /** Name of a task, with `*` for any characters. */
  readonly task?: string | undefined;
  /** Name of a session of the hub. */
  readonly session?: string | undefined;
  /** `hold`: that flow alone waits. `stop`: the process pauses. Without: `hold` where that can be, else `stop`. */
  readonly kind?: 'hold' | 'stop' | undefined;
  readonly condition?: string | undefined;
  /** It acts from this passing on. */
  readonly hitCount?: number | undefined;
}

export interface FlowBreakpointAnswer {
  /** For `eddy/removeBreakpoint`. */
  readonly id: string;
  /** As a target said, not as it was asked. */
  readonly verified: boolean;
  readonly kind: 'hold' | 'stop';
  /** `gate`, `inspector`, `live-edit`, `debugpy`; absent while not verified. */
  readonly mechanism?: string | undefined;
  readonly line?: number | undefined;
  /** Why it is not verified, or what its user must know. */
  readonly message?: string | undefined;
}
