// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.
import type { Breakpoint } from './breakpoints.ts';
import type { Capabilities } from './capabilities.ts';
import type { InvalidatedAreas, Module, Source } from './values.ts';

export interface StoppedEventBody {
  /** The reason for the event. */
  readonly reason:
    | 'step'
    | 'breakpoint'
    | 'exception'
    | 'pause'
    | 'entry'
    | 'goto'
    | 'function breakpoint'
    | 'data breakpoint'
    | 'instruction breakpoint'
    | (string & Record<never, never>);
  /** The full reason for the event, e.g. 'Paused on exception'. */
  readonly description?: string | undefined;
  /** The thread which was stopped. */
  readonly threadId?: number | undefined;
  /** A value of true hints to the client that this event should not change the focus. */
  readonly preserveFocusHint?: boolean | undefined;
  /** Additional information. */
  readonly text?: string | undefined;
  /** If `allThreadsStopped` is true, a debug adapter can announce that all threads have stopped. */
  readonly allThreadsStopped?: boolean | undefined;
  /** Ids of the breakpoints that triggered the event. */
  readonly hitBreakpointIds?: readonly number[] | undefined;
}

export interface ContinuedEventBody {
  /** The thread which was continued. */
  readonly threadId: number;
  /** If omitted or set to `true`, this event signals to the client that all threads have been resumed. */
  readonly allThreadsContinued?: boolean | undefined;
}

export interface ExitedEventBody {
  /** The exit code returned from the debuggee. */
  readonly exitCode: number;
}

export interface TerminatedEventBody {
  /**
   * A debug adapter may set `restart` to true (or to an arbitrary object) to request that the client restarts the
   * session.
   */
  readonly restart?: unknown;
}

export interface ThreadEventBody {
  /** The reason for the event. */
  readonly reason: 'started' | 'exited' | (string & Record<never, never>);
  /** The identifier of the thread. */
  readonly threadId: number;
}

export interface OutputEventBody {
  /** The output category. */
  readonly category?:
    | 'console'
    | 'important'
    | 'stdout'
    | 'stderr'
    | 'telemetry'
    | (string & Record<never, never>)
    | undefined;
  /** The output to report. */
  readonly output: string;
  /** Support for keeping an output log organized by grouping related messages. */
  readonly group?: 'start' | 'startCollapsed' | 'end' | undefined;
  /**
   * If an attribute `variablesReference` exists and its value is > 0, the output contains objects which can be
   * retrieved by passing `variablesReference` to the `variables` request as long as execution remains suspended.
   */
  readonly variablesReference?: number | undefined;
  /** The source location where the output was produced. */
  readonly source?: Source | undefined;
  /** The source location's line where the output was produced. */
  readonly line?: number | undefined;
  /** The position in `line` where the output was produced. */
  readonly column?: number | undefined;
  /** Additional data to report. */
  readonly data?: unknown;
  /** A reference that allows the client to request the location where the new value is declared. */
  readonly locationReference?: number | undefined;
}

export interface BreakpointEventBody {
  /** The reason for the event. */
  readonly reason: 'changed' | 'new' | 'removed' | (string & Record<never, never>);
  /** The `id` attribute is used to find the target breakpoint, the other attributes are used as the new values. */
  readonly breakpoint: Breakpoint;
}

export interface ModuleEventBody {
  /** The reason for the event. */
  readonly reason: 'new' | 'changed' | 'removed';
  /** The new, changed, or removed module. */
  readonly module: Module;
}

export interface LoadedSourceEventBody {
  /** The reason for the event. */
  readonly reason: 'new' | 'changed' | 'removed';
  /** The new, changed, or removed source. */
  readonly source: Source;
}

export interface ProcessEventBody {
  /** The logical name of the process. */
  readonly name: string;
  /** The process ID of the debugged process, as assigned by the operating system. */
  readonly systemProcessId?: number | undefined;
  /** If true, the process is running on the same computer as the debug adapter. */
  readonly isLocalProcess?: boolean | undefined;
  /** Describes how the debug engine started debugging this process. */
  readonly startMethod?: 'launch' | 'attach' | 'attachForSuspendedLaunch' | undefined;
  /** The size of a pointer or address for this process, in bits. */
  readonly pointerSize?: number | undefined;
}

export interface CapabilitiesEventBody {
  /** The set of updated capabilities. */
  readonly capabilities: Capabilities;
}

export interface ProgressStartEventBody {
  /**
   * An ID that can be used in subsequent `progressUpdate` and `progressEnd` events to make them refer to the same
   * progress reporting.
   */
  readonly progressId: string;
  /** Short title of the progress reporting. */
  readonly title: string;
  /** The request ID that this progress report is related to. */
  readonly requestId?: number | undefined;
  /** If true, the request that reports progress may be cancelled with a `cancel` request. */
  readonly cancellable?: boolean | undefined;
  /** More detailed progress message. */
  readonly message?: string | undefined;
  /** Progress percentage to display. */
  readonly percentage?: number | undefined;
}

export interface ProgressUpdateEventBody {
  /** The ID that was introduced in the initial `progressStart` event. */
  readonly progressId: string;
  /** More detailed progress message. */
  readonly message?: string | undefined;
  /** Progress percentage to display. */
  readonly percentage?: number | undefined;
}

export interface ProgressEndEventBody {
  /** The ID that was introduced in the initial `ProgressStartEvent`. */
  readonly progressId: string;
  /** More detailed progress message. */
  readonly message?: string | undefined;
}

export interface InvalidatedEventBody {
  /** Set of logical areas that got invalidated. */
  readonly areas?: readonly InvalidatedAreas[] | undefined;
  /** If specified, the client only needs to refetch data related to this thread. */
  readonly threadId?: number | undefined;
  /**
   * If specified, the client only needs to refetch data related to this stack frame (and the `threadId` is ignored).
   */
  readonly stackFrameId?: number | undefined;
}

export interface MemoryEventBody {
  /** Memory reference of a memory range that has been updated. */
  readonly memoryReference: string;
  /** Starting offset in bytes where memory has been updated. */
  readonly offset: number;
  /** Number of bytes updated. */
  readonly count: number;
}

/** Each event, with its body. */
export interface DapEvents {
  /**
   * This event indicates that the debug adapter is ready to accept configuration requests (e.g. `setBreakpoints`,
   * `setExceptionBreakpoints`).
   */
  readonly initialized: undefined;
  /** The event indicates that the execution of the debuggee has stopped due to some condition. */
  readonly stopped: StoppedEventBody;
  /** The event indicates that the execution of the debuggee has continued. */
  readonly continued: ContinuedEventBody;
  /** The event indicates that the debuggee has exited and returns its exit code. */
  readonly exited: ExitedEventBody;
  /** The event indicates that debugging of the debuggee has terminated. */
  readonly terminated: TerminatedEventBody;
  /** The event indicates that a thread has started or exited. */
  readonly thread: ThreadEventBody;
  /** The event indicates that the target has produced some output. */
  readonly output: OutputEventBody;
  /** The event indicates that some information about a breakpoint has changed. */
  readonly breakpoint: BreakpointEventBody;
  /** The event indicates that some information about a module has changed. */
  readonly module: ModuleEventBody;
  /** The event indicates that some source has been added, changed, or removed from the set of all loaded sources. */
  readonly loadedSource: LoadedSourceEventBody;
  /** The event indicates that the debugger has begun debugging a new process. */
  readonly process: ProcessEventBody;
  /** The event indicates that one or more capabilities have changed. */
  readonly capabilities: CapabilitiesEventBody;
  /**
   * The event signals that a long running operation is about to start and provides additional information for the
   * client to set up a corresponding progress and cancellation UI.
   */
  readonly progressStart: ProgressStartEventBody;
  /** The event signals that the progress reporting needs to be updated with a new message and/or percentage. */
  readonly progressUpdate: ProgressUpdateEventBody;
  /** The event signals the end of the progress reporting with a final message. */
  readonly progressEnd: ProgressEndEventBody;
  /**
   * This event signals that some state in the debug adapter has changed and requires that the client needs to re-render
   * the data snapshot previously requested.
   */
  readonly invalidated: InvalidatedEventBody;
  /** This event indicates that some memory range has been updated. */
  readonly memory: MemoryEventBody;
}
