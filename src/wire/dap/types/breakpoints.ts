// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.
import type { Source } from './values.ts';

/**
 * An `ExceptionBreakpointsFilter` is shown in the UI as an filter option for configuring how exceptions are dealt with.
 */
export interface ExceptionBreakpointsFilter {
  /** The internal ID of the filter option. */
  readonly filter: string;
  /** The name of the filter option. */
  readonly label: string;
  /** A help text providing additional information about the exception filter. */
  readonly description?: string | undefined;
  /** Initial value of the filter option. */
  readonly default?: boolean | undefined;
  /** Controls whether a condition can be specified for this filter option. */
  readonly supportsCondition?: boolean | undefined;
  /** A help text providing information about the condition. */
  readonly conditionDescription?: string | undefined;
}

/** Properties of a breakpoint location returned from the `breakpointLocations` request. */
export interface BreakpointLocation {
  /** Start line of breakpoint location. */
  readonly line: number;
  /** The start position of a breakpoint location. */
  readonly column?: number | undefined;
  /** The end line of breakpoint location if the location covers a range. */
  readonly endLine?: number | undefined;
  /** The end position of a breakpoint location (if the location covers a range). */
  readonly endColumn?: number | undefined;
}

/** Properties of a breakpoint or logpoint passed to the `setBreakpoints` request. */
export interface SourceBreakpoint {
  /** The source line of the breakpoint or logpoint. */
  readonly line: number;
  /** Start position within source line of the breakpoint or logpoint. */
  readonly column?: number | undefined;
  /** The expression for conditional breakpoints. */
  readonly condition?: string | undefined;
  /** The expression that controls how many hits of the breakpoint are ignored. */
  readonly hitCondition?: string | undefined;
  /** If this attribute exists and is non-empty, the debug adapter must not 'break' (stop) */
  readonly logMessage?: string | undefined;
  /** The mode of this breakpoint. */
  readonly mode?: string | undefined;
}

/** Properties of a breakpoint passed to the `setFunctionBreakpoints` request. */
export interface FunctionBreakpoint {
  /** The name of the function. */
  readonly name: string;
  /** An expression for conditional breakpoints. */
  readonly condition?: string | undefined;
  /** An expression that controls how many hits of the breakpoint are ignored. */
  readonly hitCondition?: string | undefined;
}

/** This enumeration defines all possible access types for data breakpoints. */
export type DataBreakpointAccessType = 'read' | 'write' | 'readWrite';

/** Properties of a data breakpoint passed to the `setDataBreakpoints` request. */
export interface DataBreakpoint {
  /** An id representing the data. */
  readonly dataId: string;
  /** The access type of the data. */
  readonly accessType?: DataBreakpointAccessType | undefined;
  /** An expression for conditional breakpoints. */
  readonly condition?: string | undefined;
  /** An expression that controls how many hits of the breakpoint are ignored. */
  readonly hitCondition?: string | undefined;
}

/** Properties of a breakpoint passed to the `setInstructionBreakpoints` request */
export interface InstructionBreakpoint {
  /** The instruction reference of the breakpoint. */
  readonly instructionReference: string;
  /** The offset from the instruction reference in bytes. */
  readonly offset?: number | undefined;
  /** An expression for conditional breakpoints. */
  readonly condition?: string | undefined;
  /** An expression that controls how many hits of the breakpoint are ignored. */
  readonly hitCondition?: string | undefined;
  /** The mode of this breakpoint. */
  readonly mode?: string | undefined;
}

/**
 * Information about a breakpoint created in `setBreakpoints`, `setFunctionBreakpoints`, `setInstructionBreakpoints`, or
 * `setDataBreakpoints` requests.
 */
export interface Breakpoint {
  /** The identifier for the breakpoint. */
  readonly id?: number | undefined;
  /** If true, the breakpoint could be set (but not necessarily at the desired location). */
  readonly verified: boolean;
  /** A message about the state of the breakpoint. */
  readonly message?: string | undefined;
  /** The source where the breakpoint is located. */
  readonly source?: Source | undefined;
  /** The start line of the actual range covered by the breakpoint. */
  readonly line?: number | undefined;
  /** Start position of the source range covered by the breakpoint. */
  readonly column?: number | undefined;
  /** The end line of the actual range covered by the breakpoint. */
  readonly endLine?: number | undefined;
  /** End position of the source range covered by the breakpoint. */
  readonly endColumn?: number | undefined;
  /** A memory reference to where the breakpoint is set. */
  readonly instructionReference?: string | undefined;
  /** The offset from the instruction reference. */
  readonly offset?: number | undefined;
  /** A machine-readable explanation of why a breakpoint may not be verified. */
  readonly reason?: 'pending' | 'failed' | undefined;
}

/**
 * An `ExceptionFilterOptions` is used to specify an exception filter together with a condition for the
 * `setExceptionBreakpoints` request.
 */
export interface ExceptionFilterOptions {
  /** ID of an exception filter returned by the `exceptionBreakpointFilters` capability. */
  readonly filterId: string;
  /** An expression for conditional exceptions. */
  readonly condition?: string | undefined;
  /** The mode of this exception breakpoint. */
  readonly mode?: string | undefined;
}

/** An `ExceptionOptions` assigns configuration options to a set of exceptions. */
export interface ExceptionOptions {
  /** A path that selects a single or multiple exceptions in a tree. */
  readonly path?: readonly ExceptionPathSegment[] | undefined;
  /** Condition when a thrown exception should result in a break. */
  readonly breakMode: ExceptionBreakMode;
}

/** This enumeration defines all possible conditions when a thrown exception should result in a break. */
export type ExceptionBreakMode = 'never' | 'always' | 'unhandled' | 'userUnhandled';

/**
 * An `ExceptionPathSegment` represents a segment in a path that is used to match leafs or nodes in a tree of
 * exceptions.
 */
export interface ExceptionPathSegment {
  /**
   * If false or missing this segment matches the names provided, otherwise it matches anything except the names
   * provided.
   */
  readonly negate?: boolean | undefined;
  /** Depending on the value of `negate` the names that should match or not match. */
  readonly names: readonly string[];
}

/** Detailed information about an exception that has occurred. */
export interface ExceptionDetails {
  /** Message contained in the exception. */
  readonly message?: string | undefined;
  /** Short type name of the exception object. */
  readonly typeName?: string | undefined;
  /** Fully-qualified type name of the exception object. */
  readonly fullTypeName?: string | undefined;
  /** An expression that can be evaluated in the current scope to obtain the exception object. */
  readonly evaluateName?: string | undefined;
  /** Stack trace at the time the exception was thrown. */
  readonly stackTrace?: string | undefined;
  /** Details of the exception contained by this exception, if any. */
  readonly innerException?: readonly ExceptionDetails[] | undefined;
}

/** A `BreakpointMode` is provided as a option when setting breakpoints on sources or instructions. */
export interface BreakpointMode {
  /** The internal ID of the mode. */
  readonly mode: string;
  /** The name of the breakpoint mode. */
  readonly label: string;
  /** A help text providing additional information about the breakpoint mode. */
  readonly description?: string | undefined;
  /** Describes one or more type of breakpoint this mode applies to. */
  readonly appliesTo: readonly BreakpointModeApplicability[];
}

/** Describes one or more type of breakpoint a `BreakpointMode` applies to. */
export type BreakpointModeApplicability =
  | 'source'
  | 'exception'
  | 'data'
  | 'instruction'
  | (string & Record<never, never>);
