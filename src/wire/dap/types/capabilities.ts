// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.
import type { BreakpointMode, ExceptionBreakpointsFilter } from './breakpoints.ts';
import type { ChecksumAlgorithm, ColumnDescriptor } from './values.ts';

/** Information about the capabilities of a debug adapter. */
export interface Capabilities {
  /** The debug adapter supports the `configurationDone` request. */
  readonly supportsConfigurationDoneRequest?: boolean | undefined;
  /** The debug adapter supports function breakpoints. */
  readonly supportsFunctionBreakpoints?: boolean | undefined;
  /** The debug adapter supports conditional breakpoints. */
  readonly supportsConditionalBreakpoints?: boolean | undefined;
  /** The debug adapter supports breakpoints that break execution after a specified number of hits. */
  readonly supportsHitConditionalBreakpoints?: boolean | undefined;
  /** The debug adapter supports a (side effect free) `evaluate` request for data hovers. */
  readonly supportsEvaluateForHovers?: boolean | undefined;
  /** Available exception filter options for the `setExceptionBreakpoints` request. */
  readonly exceptionBreakpointFilters?: readonly ExceptionBreakpointsFilter[] | undefined;
  /** The debug adapter supports stepping back via the `stepBack` and `reverseContinue` requests. */
  readonly supportsStepBack?: boolean | undefined;
  /** The debug adapter supports setting a variable to a value. */
  readonly supportsSetVariable?: boolean | undefined;
  /** The debug adapter supports restarting a frame. */
  readonly supportsRestartFrame?: boolean | undefined;
  /** The debug adapter supports the `gotoTargets` request. */
  readonly supportsGotoTargetsRequest?: boolean | undefined;
  /** The debug adapter supports the `stepInTargets` request. */
  readonly supportsStepInTargetsRequest?: boolean | undefined;
  /** The debug adapter supports the `completions` request. */
  readonly supportsCompletionsRequest?: boolean | undefined;
  /** The set of characters that should automatically trigger a completion request in a REPL. */
  readonly completionTriggerCharacters?: readonly string[] | undefined;
  /** The debug adapter supports the `modules` request. */
  readonly supportsModulesRequest?: boolean | undefined;
  /** The set of additional module information exposed by the debug adapter. */
  readonly additionalModuleColumns?: readonly ColumnDescriptor[] | undefined;
  /** Checksum algorithms supported by the debug adapter. */
  readonly supportedChecksumAlgorithms?: readonly ChecksumAlgorithm[] | undefined;
  /** The debug adapter supports the `restart` request. */
  readonly supportsRestartRequest?: boolean | undefined;
  /** The debug adapter supports `exceptionOptions` on the `setExceptionBreakpoints` request. */
  readonly supportsExceptionOptions?: boolean | undefined;
  /** The debug adapter supports a `format` attribute on the `stackTrace`, `variables`, and `evaluate` requests. */
  readonly supportsValueFormattingOptions?: boolean | undefined;
  /** The debug adapter supports the `exceptionInfo` request. */
  readonly supportsExceptionInfoRequest?: boolean | undefined;
  /** The debug adapter supports the `terminateDebuggee` attribute on the `disconnect` request. */
  readonly supportTerminateDebuggee?: boolean | undefined;
  /** The debug adapter supports the `suspendDebuggee` attribute on the `disconnect` request. */
  readonly supportSuspendDebuggee?: boolean | undefined;
  /**
   * The debug adapter supports the delayed loading of parts of the stack, which requires that both the `startFrame` and
   * `levels` arguments and the `totalFrames` result of the `stackTrace` request are supported.
   */
  readonly supportsDelayedStackTraceLoading?: boolean | undefined;
  /** The debug adapter supports the `loadedSources` request. */
  readonly supportsLoadedSourcesRequest?: boolean | undefined;
  /** The debug adapter supports log points by interpreting the `logMessage` attribute of the `SourceBreakpoint`. */
  readonly supportsLogPoints?: boolean | undefined;
  /** The debug adapter supports the `terminateThreads` request. */
  readonly supportsTerminateThreadsRequest?: boolean | undefined;
  /** The debug adapter supports the `setExpression` request. */
  readonly supportsSetExpression?: boolean | undefined;
  /** The debug adapter supports the `terminate` request. */
  readonly supportsTerminateRequest?: boolean | undefined;
  /** The debug adapter supports data breakpoints. */
  readonly supportsDataBreakpoints?: boolean | undefined;
  /** The debug adapter supports the `readMemory` request. */
  readonly supportsReadMemoryRequest?: boolean | undefined;
  /** The debug adapter supports the `writeMemory` request. */
  readonly supportsWriteMemoryRequest?: boolean | undefined;
  /** The debug adapter supports the `disassemble` request. */
  readonly supportsDisassembleRequest?: boolean | undefined;
  /** The debug adapter supports the `cancel` request. */
  readonly supportsCancelRequest?: boolean | undefined;
  /** The debug adapter supports the `breakpointLocations` request. */
  readonly supportsBreakpointLocationsRequest?: boolean | undefined;
  /** The debug adapter supports the `clipboard` context value in the `evaluate` request. */
  readonly supportsClipboardContext?: boolean | undefined;
  /** The debug adapter supports stepping granularities (argument `granularity`) for the stepping requests. */
  readonly supportsSteppingGranularity?: boolean | undefined;
  /** The debug adapter supports adding breakpoints based on instruction references. */
  readonly supportsInstructionBreakpoints?: boolean | undefined;
  /** The debug adapter supports `filterOptions` as an argument on the `setExceptionBreakpoints` request. */
  readonly supportsExceptionFilterOptions?: boolean | undefined;
  /**
   * The debug adapter supports the `singleThread` property on the execution requests (`continue`, `next`, `stepIn`,
   * `stepOut`, `reverseContinue`, `stepBack`).
   */
  readonly supportsSingleThreadExecutionRequests?: boolean | undefined;
  /** The debug adapter supports the `asAddress` and `bytes` fields in the `dataBreakpointInfo` request. */
  readonly supportsDataBreakpointBytes?: boolean | undefined;
  /** Modes of breakpoints supported by the debug adapter, such as 'hardware' or 'software'. */
  readonly breakpointModes?: readonly BreakpointMode[] | undefined;
  /**
   * The debug adapter supports ANSI escape sequences in styling of `OutputEvent.output` and `Variable.value` fields.
   */
  readonly supportsANSIStyling?: boolean | undefined;
}
