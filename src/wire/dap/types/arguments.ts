// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.
import type {
  DataBreakpoint,
  ExceptionFilterOptions,
  ExceptionOptions,
  FunctionBreakpoint,
  InstructionBreakpoint,
  SourceBreakpoint,
} from './breakpoints.ts';
import type { Source, StackFrameFormat, SteppingGranularity, ValueFormat } from './values.ts';

/** Arguments for `cancel` request. */
export interface CancelArguments {
  /** The ID (attribute `seq`) of the request to cancel. */
  readonly requestId?: number | undefined;
  /** The ID (attribute `progressId`) of the progress to cancel. */
  readonly progressId?: string | undefined;
}

/** Arguments for `runInTerminal` request. */
export interface RunInTerminalRequestArguments {
  /** What kind of terminal to launch. */
  readonly kind?: 'integrated' | 'external' | undefined;
  /** Title of the terminal. */
  readonly title?: string | undefined;
  /** Working directory for the command. */
  readonly cwd: string;
  /** List of arguments. */
  readonly args: readonly string[];
  /** Environment key-value pairs that are added to or removed from the default environment. */
  readonly env?: Readonly<Record<string, string | null>> | undefined;
  /** This property should only be set if the corresponding capability `supportsArgsCanBeInterpretedByShell` is true. */
  readonly argsCanBeInterpretedByShell?: boolean | undefined;
}

/** Arguments for `startDebugging` request. */
export interface StartDebuggingRequestArguments {
  /** Arguments passed to the new debug session. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /**
   * Hints whether output of the child sessions should be presented separately or merged with that of the parent
   * session's.
   */
  readonly outputPresentation?: 'separate' | 'mergeWithParent' | undefined;
  /** Indicates whether the new debug session should be started with a `launch` or `attach` request. */
  readonly request: 'launch' | 'attach';
}

/** Arguments for `initialize` request. */
export interface InitializeRequestArguments {
  /** The ID of the client using this adapter. */
  readonly clientID?: string | undefined;
  /** The human-readable name of the client using this adapter. */
  readonly clientName?: string | undefined;
  /** The ID of the debug adapter. */
  readonly adapterID: string;
  /** The ISO-639 locale of the client using this adapter, e.g. en-US or de-CH. */
  readonly locale?: string | undefined;
  /** If true all line numbers are 1-based (default). */
  readonly linesStartAt1?: boolean | undefined;
  /** If true all column numbers are 1-based (default). */
  readonly columnsStartAt1?: boolean | undefined;
  /** Determines in what format paths are specified. */
  readonly pathFormat?: 'path' | 'uri' | (string & Record<never, never>) | undefined;
  /** Client supports the `type` attribute for variables. */
  readonly supportsVariableType?: boolean | undefined;
  /** Client supports the paging of variables. */
  readonly supportsVariablePaging?: boolean | undefined;
  /** Client supports the `runInTerminal` request. */
  readonly supportsRunInTerminalRequest?: boolean | undefined;
  /** Client supports memory references. */
  readonly supportsMemoryReferences?: boolean | undefined;
  /** Client supports progress reporting. */
  readonly supportsProgressReporting?: boolean | undefined;
  /** Client supports the `invalidated` event. */
  readonly supportsInvalidatedEvent?: boolean | undefined;
  /** Client supports the `memory` event. */
  readonly supportsMemoryEvent?: boolean | undefined;
  /** Client supports the `argsCanBeInterpretedByShell` attribute on the `runInTerminal` request. */
  readonly supportsArgsCanBeInterpretedByShell?: boolean | undefined;
  /** Client supports the `startDebugging` request. */
  readonly supportsStartDebuggingRequest?: boolean | undefined;
  /**
   * The client will interpret ANSI escape sequences in the display of `OutputEvent.output` and `Variable.value` fields
   * when `Capabilities.supportsANSIStyling` is also enabled.
   */
  readonly supportsANSIStyling?: boolean | undefined;
}

/** Arguments for `configurationDone` request. */
export type ConfigurationDoneArguments = Readonly<Record<string, unknown>>;

/** Arguments for `launch` request. */
export interface LaunchRequestArguments {
  /** If true, the launch request should launch the program without enabling debugging. */
  readonly noDebug?: boolean | undefined;
  /** Arbitrary data from the previous, restarted session. */
  readonly __restart?: unknown;
  readonly [field: string]: unknown;
}

/** Arguments for `attach` request. */
export interface AttachRequestArguments {
  /** Arbitrary data from the previous, restarted session. */
  readonly __restart?: unknown;
  readonly [field: string]: unknown;
}

/** Arguments for `restart` request. */
export interface RestartArguments {
  /** The latest version of the `launch` or `attach` configuration. */
  readonly arguments?: LaunchRequestArguments | AttachRequestArguments | undefined;
}

/** Arguments for `disconnect` request. */
export interface DisconnectArguments {
  /** A value of true indicates that this `disconnect` request is part of a restart sequence. */
  readonly restart?: boolean | undefined;
  /** Indicates whether the debuggee should be terminated when the debugger is disconnected. */
  readonly terminateDebuggee?: boolean | undefined;
  /** Indicates whether the debuggee should stay suspended when the debugger is disconnected. */
  readonly suspendDebuggee?: boolean | undefined;
}

/** Arguments for `terminate` request. */
export interface TerminateArguments {
  /** A value of true indicates that this `terminate` request is part of a restart sequence. */
  readonly restart?: boolean | undefined;
}

/** Arguments for `breakpointLocations` request. */
export interface BreakpointLocationsArguments {
  /** The source location of the breakpoints; either `source.path` or `source.sourceReference` must be specified. */
  readonly source: Source;
  /** Start line of range to search possible breakpoint locations in. */
  readonly line: number;
  /** Start position within `line` to search possible breakpoint locations in. */
  readonly column?: number | undefined;
  /** End line of range to search possible breakpoint locations in. */
  readonly endLine?: number | undefined;
  /** End position within `endLine` to search possible breakpoint locations in. */
  readonly endColumn?: number | undefined;
}

/** Arguments for `setBreakpoints` request. */
export interface SetBreakpointsArguments {
  /** The source location of the breakpoints; either `source.path` or `source.sourceReference` must be specified. */
  readonly source: Source;
  /** The code locations of the breakpoints. */
  readonly breakpoints?: readonly SourceBreakpoint[] | undefined;
  /** Deprecated. */
  readonly lines?: readonly number[] | undefined;
  /**
   * A value of true indicates that the underlying source has been modified which results in new breakpoint locations.
   */
  readonly sourceModified?: boolean | undefined;
}

/** Arguments for `setFunctionBreakpoints` request. */
export interface SetFunctionBreakpointsArguments {
  /** The function names of the breakpoints. */
  readonly breakpoints: readonly FunctionBreakpoint[];
}

/** Arguments for `setExceptionBreakpoints` request. */
export interface SetExceptionBreakpointsArguments {
  /** Set of exception filters specified by their ID. */
  readonly filters: readonly string[];
  /** Set of exception filters and their options. */
  readonly filterOptions?: readonly ExceptionFilterOptions[] | undefined;
  /** Configuration options for selected exceptions. */
  readonly exceptionOptions?: readonly ExceptionOptions[] | undefined;
}

/** Arguments for `dataBreakpointInfo` request. */
export interface DataBreakpointInfoArguments {
  /** Reference to the variable container if the data breakpoint is requested for a child of the container. */
  readonly variablesReference?: number | undefined;
  /** The name of the variable's child to obtain data breakpoint information for. */
  readonly name: string;
  /** When `name` is an expression, evaluate it in the scope of this stack frame. */
  readonly frameId?: number | undefined;
  /**
   * If specified, a debug adapter should return information for the range of memory extending `bytes` number of bytes
   * from the address or variable specified by `name`.
   */
  readonly bytes?: number | undefined;
  /**
   * If `true`, the `name` is a memory address and the debugger should interpret it as a decimal value, or hex value if
   * it is prefixed with `0x`.
   */
  readonly asAddress?: boolean | undefined;
  /** The mode of the desired breakpoint. */
  readonly mode?: string | undefined;
}

/** Arguments for `setDataBreakpoints` request. */
export interface SetDataBreakpointsArguments {
  /** The contents of this array replaces all existing data breakpoints. */
  readonly breakpoints: readonly DataBreakpoint[];
}

/** Arguments for `setInstructionBreakpoints` request */
export interface SetInstructionBreakpointsArguments {
  /** The instruction references of the breakpoints */
  readonly breakpoints: readonly InstructionBreakpoint[];
}

/** Arguments for `continue` request. */
export interface ContinueArguments {
  /** Specifies the active thread. */
  readonly threadId: number;
  /** If this flag is true, execution is resumed only for the thread with given `threadId`. */
  readonly singleThread?: boolean | undefined;
}

/** Arguments for `next` request. */
export interface NextArguments {
  /** Specifies the thread for which to resume execution for one step (of the given granularity). */
  readonly threadId: number;
  /** If this flag is true, all other suspended threads are not resumed. */
  readonly singleThread?: boolean | undefined;
  /** Stepping granularity. */
  readonly granularity?: SteppingGranularity | undefined;
}

/** Arguments for `stepIn` request. */
export interface StepInArguments {
  /** Specifies the thread for which to resume execution for one step-into (of the given granularity). */
  readonly threadId: number;
  /** If this flag is true, all other suspended threads are not resumed. */
  readonly singleThread?: boolean | undefined;
  /** Id of the target to step into. */
  readonly targetId?: number | undefined;
  /** Stepping granularity. */
  readonly granularity?: SteppingGranularity | undefined;
}

/** Arguments for `stepOut` request. */
export interface StepOutArguments {
  /** Specifies the thread for which to resume execution for one step-out (of the given granularity). */
  readonly threadId: number;
  /** If this flag is true, all other suspended threads are not resumed. */
  readonly singleThread?: boolean | undefined;
  /** Stepping granularity. */
  readonly granularity?: SteppingGranularity | undefined;
}

/** Arguments for `stepBack` request. */
export interface StepBackArguments {
  /** Specifies the thread for which to resume execution for one step backwards (of the given granularity). */
  readonly threadId: number;
  /** If this flag is true, all other suspended threads are not resumed. */
  readonly singleThread?: boolean | undefined;
  /** Stepping granularity to step. */
  readonly granularity?: SteppingGranularity | undefined;
}

/** Arguments for `reverseContinue` request. */
export interface ReverseContinueArguments {
  /** Specifies the active thread. */
  readonly threadId: number;
  /** If this flag is true, backward execution is resumed only for the thread with given `threadId`. */
  readonly singleThread?: boolean | undefined;
}

/** Arguments for `restartFrame` request. */
export interface RestartFrameArguments {
  /** Restart the stack frame identified by `frameId`. */
  readonly frameId: number;
}

/** Arguments for `goto` request. */
export interface GotoArguments {
  /** Set the goto target for this thread. */
  readonly threadId: number;
  /** The location where the debuggee will continue to run. */
  readonly targetId: number;
}

/** Arguments for `pause` request. */
export interface PauseArguments {
  /** Pause execution for this thread. */
  readonly threadId: number;
}

/** Arguments for `stackTrace` request. */
export interface StackTraceArguments {
  /** Retrieve the stacktrace for this thread. */
  readonly threadId: number;
  /** The index of the first frame to return; if omitted frames start at 0. */
  readonly startFrame?: number | undefined;
  /** The maximum number of frames to return. */
  readonly levels?: number | undefined;
  /** Specifies details on how to format the returned `StackFrame.name`. */
  readonly format?: StackFrameFormat | undefined;
}

/** Arguments for `scopes` request. */
export interface ScopesArguments {
  /** Retrieve the scopes for the stack frame identified by `frameId`. */
  readonly frameId: number;
}

/** Arguments for `variables` request. */
export interface VariablesArguments {
  /** The variable for which to retrieve its children. */
  readonly variablesReference: number;
  /** Filter to limit the child variables to either named or indexed. */
  readonly filter?: 'indexed' | 'named' | undefined;
  /** The index of the first variable to return; if omitted children start at 0. */
  readonly start?: number | undefined;
  /** The number of variables to return. */
  readonly count?: number | undefined;
  /** Specifies details on how to format the Variable values. */
  readonly format?: ValueFormat | undefined;
}

/** Arguments for `setVariable` request. */
export interface SetVariableArguments {
  /** The reference of the variable container. */
  readonly variablesReference: number;
  /** The name of the variable in the container. */
  readonly name: string;
  /** The value of the variable. */
  readonly value: string;
  /** Specifies details on how to format the response value. */
  readonly format?: ValueFormat | undefined;
}

/** Arguments for `source` request. */
export interface SourceArguments {
  /** Specifies the source content to load. */
  readonly source?: Source | undefined;
  /** The reference to the source. */
  readonly sourceReference: number;
}

/** Arguments for `terminateThreads` request. */
export interface TerminateThreadsArguments {
  /** Ids of threads to be terminated. */
  readonly threadIds?: readonly number[] | undefined;
}

/** Arguments for `modules` request. */
export interface ModulesArguments {
  /** The index of the first module to return; if omitted modules start at 0. */
  readonly startModule?: number | undefined;
  /** The number of modules to return. */
  readonly moduleCount?: number | undefined;
}

/** Arguments for `loadedSources` request. */
export type LoadedSourcesArguments = Readonly<Record<string, unknown>>;

/** Arguments for `evaluate` request. */
export interface EvaluateArguments {
  /** The expression to evaluate. */
  readonly expression: string;
  /** Evaluate the expression in the scope of this stack frame. */
  readonly frameId?: number | undefined;
  /** The contextual line where the expression should be evaluated. */
  readonly line?: number | undefined;
  /** The contextual column where the expression should be evaluated. */
  readonly column?: number | undefined;
  /** The contextual source in which the `line` is found. */
  readonly source?: Source | undefined;
  /** The context in which the evaluate request is used. */
  readonly context?:
    | 'watch'
    | 'repl'
    | 'hover'
    | 'clipboard'
    | 'variables'
    | (string & Record<never, never>)
    | undefined;
  /** Specifies details on how to format the result. */
  readonly format?: ValueFormat | undefined;
}

/** Arguments for `setExpression` request. */
export interface SetExpressionArguments {
  /** The l-value expression to assign to. */
  readonly expression: string;
  /** The value expression to assign to the l-value expression. */
  readonly value: string;
  /** Evaluate the expressions in the scope of this stack frame. */
  readonly frameId?: number | undefined;
  /** Specifies how the resulting value should be formatted. */
  readonly format?: ValueFormat | undefined;
}

/** Arguments for `stepInTargets` request. */
export interface StepInTargetsArguments {
  /** The stack frame for which to retrieve the possible step-in targets. */
  readonly frameId: number;
}

/** Arguments for `gotoTargets` request. */
export interface GotoTargetsArguments {
  /** The source location for which the goto targets are determined. */
  readonly source: Source;
  /** The line location for which the goto targets are determined. */
  readonly line: number;
  /** The position within `line` for which the goto targets are determined. */
  readonly column?: number | undefined;
}

/** Arguments for `completions` request. */
export interface CompletionsArguments {
  /** Returns completions in the scope of this stack frame. */
  readonly frameId?: number | undefined;
  /** One or more source lines. */
  readonly text: string;
  /** The position within `text` for which to determine the completion proposals. */
  readonly column: number;
  /** A line for which to determine the completion proposals. */
  readonly line?: number | undefined;
}

/** Arguments for `exceptionInfo` request. */
export interface ExceptionInfoArguments {
  /** Thread for which exception information should be retrieved. */
  readonly threadId: number;
}

/** Arguments for `readMemory` request. */
export interface ReadMemoryArguments {
  /** Memory reference to the base location from which data should be read. */
  readonly memoryReference: string;
  /** Offset (in bytes) to be applied to the reference location before reading data. */
  readonly offset?: number | undefined;
  /** Number of bytes to read at the specified location and offset. */
  readonly count: number;
}

/** Arguments for `writeMemory` request. */
export interface WriteMemoryArguments {
  /** Memory reference to the base location to which data should be written. */
  readonly memoryReference: string;
  /** Offset (in bytes) to be applied to the reference location before writing data. */
  readonly offset?: number | undefined;
  /** Property to control partial writes. */
  readonly allowPartial?: boolean | undefined;
  /** Bytes to write, encoded using base64. */
  readonly data: string;
}

/** Arguments for `disassemble` request. */
export interface DisassembleArguments {
  /** Memory reference to the base location containing the instructions to disassemble. */
  readonly memoryReference: string;
  /** Offset (in bytes) to be applied to the reference location before disassembling. */
  readonly offset?: number | undefined;
  /** Offset (in instructions) to be applied after the byte offset (if any) before disassembling. */
  readonly instructionOffset?: number | undefined;
  /** Number of instructions to disassemble starting at the specified location and offset. */
  readonly instructionCount: number;
  /** If true, the adapter should attempt to resolve memory addresses and other values to symbolic names. */
  readonly resolveSymbols?: boolean | undefined;
}

/** Arguments for `locations` request. */
export interface LocationsArguments {
  /** Location reference to resolve. */
  readonly locationReference: number;
}
