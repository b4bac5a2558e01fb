// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.
import type {
  Breakpoint,
  BreakpointLocation,
  DataBreakpointAccessType,
  ExceptionBreakMode,
  ExceptionDetails,
} from './breakpoints.ts';
import type { Capabilities } from './capabilities.ts';
import type {
  CompletionItem,
  DisassembledInstruction,
  GotoTarget,
  Module,
  Scope,
  Source,
  StackFrame,
  StepInTarget,
  Thread,
  Variable,
  VariablePresentationHint,
} from './values.ts';

export interface RunInTerminalAnswer {
  /** The process ID. */
  readonly processId?: number | undefined;
  /** The process ID of the terminal shell. */
  readonly shellProcessId?: number | undefined;
}

/** The capabilities of this debug adapter. */
export type InitializeAnswer = Capabilities;

export interface BreakpointLocationsAnswer {
  /** Sorted set of possible breakpoint locations. */
  readonly breakpoints: readonly BreakpointLocation[];
}

export interface SetBreakpointsAnswer {
  /** Information about the breakpoints. */
  readonly breakpoints: readonly Breakpoint[];
}

export interface SetFunctionBreakpointsAnswer {
  /** Information about the breakpoints. */
  readonly breakpoints: readonly Breakpoint[];
}

export interface SetExceptionBreakpointsAnswer {
  /** Information about the exception breakpoints or filters. */
  readonly breakpoints?: readonly Breakpoint[] | undefined;
}

export interface DataBreakpointInfoAnswer {
  /**
   * An identifier for the data on which a data breakpoint can be registered with the `setDataBreakpoints` request or
   * null if no data breakpoint is available.
   */
  readonly dataId: string | null;
  /** UI string that describes on what data the breakpoint is set on or why a data breakpoint is not available. */
  readonly description: string;
  /** Attribute lists the available access types for a potential data breakpoint. */
  readonly accessTypes?: readonly DataBreakpointAccessType[] | undefined;
  /** Attribute indicates that a potential data breakpoint could be persisted across sessions. */
  readonly canPersist?: boolean | undefined;
}

export interface SetDataBreakpointsAnswer {
  /** Information about the data breakpoints. */
  readonly breakpoints: readonly Breakpoint[];
}

export interface SetInstructionBreakpointsAnswer {
  /** Information about the breakpoints. */
  readonly breakpoints: readonly Breakpoint[];
}

export interface ContinueAnswer {
  /** If omitted or set to `true`, this response signals to the client that all threads have been resumed. */
  readonly allThreadsContinued?: boolean | undefined;
}

export interface StackTraceAnswer {
  /** The frames of the stack frame. */
  readonly stackFrames: readonly StackFrame[];
  /** The total number of frames available in the stack. */
  readonly totalFrames?: number | undefined;
}

export interface ScopesAnswer {
  /** The scopes of the stack frame. */
  readonly scopes: readonly Scope[];
}

export interface VariablesAnswer {
  /** All (or a range) of variables for the given variable reference. */
  readonly variables: readonly Variable[];
}

export interface SetVariableAnswer {
  /** The new value of the variable. */
  readonly value: string;
  /** The type of the new value. */
  readonly type?: string | undefined;
  /**
   * If `variablesReference` is > 0, the new value is structured and its children can be retrieved by passing
   * `variablesReference` to the `variables` request as long as execution remains suspended.
   */
  readonly variablesReference?: number | undefined;
  /** The number of named child variables. */
  readonly namedVariables?: number | undefined;
  /** The number of indexed child variables. */
  readonly indexedVariables?: number | undefined;
  /** A memory reference to a location appropriate for this result. */
  readonly memoryReference?: string | undefined;
  /** A reference that allows the client to request the location where the new value is declared. */
  readonly valueLocationReference?: number | undefined;
}

export interface SourceAnswer {
  /** Content of the source reference. */
  readonly content: string;
  /** Content type (MIME type) of the source. */
  readonly mimeType?: string | undefined;
}

export interface ThreadsAnswer {
  /** All threads. */
  readonly threads: readonly Thread[];
}

export interface ModulesAnswer {
  /** All modules or range of modules. */
  readonly modules: readonly Module[];
  /** The total number of modules available. */
  readonly totalModules?: number | undefined;
}

export interface LoadedSourcesAnswer {
  /** Set of loaded sources. */
  readonly sources: readonly Source[];
}

export interface EvaluateAnswer {
  /** The result of the evaluate request. */
  readonly result: string;
  /** The type of the evaluate result. */
  readonly type?: string | undefined;
  /** Properties of an evaluate result that can be used to determine how to render the result in the UI. */
  readonly presentationHint?: VariablePresentationHint | undefined;
  /**
   * If `variablesReference` is > 0, the evaluate result is structured and its children can be retrieved by passing
   * `variablesReference` to the `variables` request as long as execution remains suspended.
   */
  readonly variablesReference: number;
  /** The number of named child variables. */
  readonly namedVariables?: number | undefined;
  /** The number of indexed child variables. */
  readonly indexedVariables?: number | undefined;
  /** A memory reference to a location appropriate for this result. */
  readonly memoryReference?: string | undefined;
  /** A reference that allows the client to request the location where the returned value is declared. */
  readonly valueLocationReference?: number | undefined;
}

export interface SetExpressionAnswer {
  /** The new value of the expression. */
  readonly value: string;
  /** The type of the value. */
  readonly type?: string | undefined;
  /** Properties of a value that can be used to determine how to render the result in the UI. */
  readonly presentationHint?: VariablePresentationHint | undefined;
  /**
   * If `variablesReference` is > 0, the evaluate result is structured and its children can be retrieved by passing
   * `variablesReference` to the `variables` request as long as execution remains suspended.
   */
  readonly variablesReference?: number | undefined;
  /** The number of named child variables. */
  readonly namedVariables?: number | undefined;
  /** The number of indexed child variables. */
  readonly indexedVariables?: number | undefined;
  /** A memory reference to a location appropriate for this result. */
  readonly memoryReference?: string | undefined;
  /** A reference that allows the client to request the location where the new value is declared. */
  readonly valueLocationReference?: number | undefined;
}

export interface StepInTargetsAnswer {
  /** The possible step-in targets of the specified source location. */
  readonly targets: readonly StepInTarget[];
}

export interface GotoTargetsAnswer {
  /** The possible goto targets of the specified location. */
  readonly targets: readonly GotoTarget[];
}

export interface CompletionsAnswer {
  /** The possible completions for . */
  readonly targets: readonly CompletionItem[];
}

export interface ExceptionInfoAnswer {
  /** ID of the exception that was thrown. */
  readonly exceptionId: string;
  /** Descriptive text for the exception. */
  readonly description?: string | undefined;
  /** Mode that caused the exception notification to be raised. */
  readonly breakMode: ExceptionBreakMode;
  /** Detailed information about the exception. */
  readonly details?: ExceptionDetails | undefined;
}

export interface ReadMemoryAnswer {
  /** The address of the first byte of data returned. */
  readonly address: string;
  /** The number of unreadable bytes encountered after the last successfully read byte. */
  readonly unreadableBytes?: number | undefined;
  /** The bytes read from memory, encoded using base64. */
  readonly data?: string | undefined;
}

export interface WriteMemoryAnswer {
  /**
   * Property that should be returned when `allowPartial` is true to indicate the offset of the first byte of data
   * successfully written.
   */
  readonly offset?: number | undefined;
  /**
   * Property that should be returned when `allowPartial` is true to indicate the number of bytes starting from address
   * that were successfully written.
   */
  readonly bytesWritten?: number | undefined;
}

export interface DisassembleAnswer {
  /** The list of disassembled instructions. */
  readonly instructions: readonly DisassembledInstruction[];
}

export interface LocationsAnswer {
  /** The source containing the location; either `source.path` or `source.sourceReference` must be specified. */
  readonly source: Source;
  /** The line number of the location. */
  readonly line: number;
  /** Position of the location within the `line`. */
  readonly column?: number | undefined;
  /** End line of the location, present if the location refers to a range. */
  readonly endLine?: number | undefined;
  /** End position of the location within `endLine`, present if the location refers to a range. */
  readonly endColumn?: number | undefined;
}
