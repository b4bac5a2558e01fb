// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.
import type {
  BreakpointLocationsAnswer,
  CompletionsAnswer,
  ContinueAnswer,
  DataBreakpointInfoAnswer,
  DisassembleAnswer,
  EvaluateAnswer,
  ExceptionInfoAnswer,
  GotoTargetsAnswer,
  InitializeAnswer,
  LoadedSourcesAnswer,
  LocationsAnswer,
  ModulesAnswer,
  ReadMemoryAnswer,
  RunInTerminalAnswer,
  ScopesAnswer,
  SetBreakpointsAnswer,
  SetDataBreakpointsAnswer,
  SetExceptionBreakpointsAnswer,
  SetExpressionAnswer,
  SetFunctionBreakpointsAnswer,
  SetInstructionBreakpointsAnswer,
  SetVariableAnswer,
  SourceAnswer,
  StackTraceAnswer,
  StepInTargetsAnswer,
  ThreadsAnswer,
  VariablesAnswer,
  WriteMemoryAnswer,
} from './answers.ts';
import type {
  AttachRequestArguments,
  BreakpointLocationsArguments,
  CancelArguments,
  CompletionsArguments,
  ConfigurationDoneArguments,
  ContinueArguments,
  DataBreakpointInfoArguments,
  DisassembleArguments,
  DisconnectArguments,
  EvaluateArguments,
  ExceptionInfoArguments,
  GotoArguments,
  GotoTargetsArguments,
  InitializeRequestArguments,
  LaunchRequestArguments,
  LoadedSourcesArguments,
  LocationsArguments,
  ModulesArguments,
  NextArguments,
  PauseArguments,
  ReadMemoryArguments,
  RestartArguments,
  RestartFrameArguments,
  ReverseContinueArguments,
  RunInTerminalRequestArguments,
  ScopesArguments,
  SetBreakpointsArguments,
  SetDataBreakpointsArguments,
  SetExceptionBreakpointsArguments,
  SetExpressionArguments,
  SetFunctionBreakpointsArguments,
  SetInstructionBreakpointsArguments,
  SetVariableArguments,
  SourceArguments,
  StackTraceArguments,
  StartDebuggingRequestArguments,
  StepBackArguments,
  StepInArguments,
  StepInTargetsArguments,
  StepOutArguments,
  TerminateArguments,
  TerminateThreadsArguments,
  VariablesArguments,
  WriteMemoryArguments,
} from './arguments.ts';

/** Each request, with what it takes and what it answers. */
export interface DapRequests {
  /** The `cancel` request is used by the client in two situations. */
  readonly cancel: {
    readonly arguments: CancelArguments | undefined;
    readonly answer: undefined;
  };
  /** This request is sent from the debug adapter to the client to run a command in a terminal. */
  readonly runInTerminal: {
    readonly arguments: RunInTerminalRequestArguments;
    readonly answer: RunInTerminalAnswer;
  };
  /**
   * This request is sent from the debug adapter to the client to start a new debug session of the same type as the
   * caller.
   */
  readonly startDebugging: {
    readonly arguments: StartDebuggingRequestArguments;
    readonly answer: undefined;
  };
  /**
   * The `initialize` request is sent as the first request from the client to the debug adapter in order to configure it
   * with client capabilities and to retrieve capabilities from the debug adapter.
   */
  readonly initialize: {
    readonly arguments: InitializeRequestArguments;
    readonly answer: InitializeAnswer;
  };
  /** This request indicates that the client has finished initialization of the debug adapter. */
  readonly configurationDone: {
    readonly arguments: ConfigurationDoneArguments | undefined;
    readonly answer: undefined;
  };
  /**
   * This launch request is sent from the client to the debug adapter to start the debuggee with or without debugging
   * (if `noDebug` is true).
   */
  readonly launch: {
    readonly arguments: LaunchRequestArguments;
    readonly answer: undefined;
  };
  /**
   * The `attach` request is sent from the client to the debug adapter to attach to a debuggee that is already running.
   */
  readonly attach: {
    readonly arguments: AttachRequestArguments;
    readonly answer: undefined;
  };
  /** Restarts a debug session. */
  readonly restart: {
    readonly arguments: RestartArguments | undefined;
    readonly answer: undefined;
  };
  /**
   * The `disconnect` request asks the debug adapter to disconnect from the debuggee (thus ending the debug session) and
   * then to shut down itself (the debug adapter).
   */
  readonly disconnect: {
    readonly arguments: DisconnectArguments | undefined;
    readonly answer: undefined;
  };
  /**
   * The `terminate` request is sent from the client to the debug adapter in order to shut down the debuggee gracefully.
   */
  readonly terminate: {
    readonly arguments: TerminateArguments | undefined;
    readonly answer: undefined;
  };
  /** The `breakpointLocations` request returns all possible locations for source breakpoints in a given range. */
  readonly breakpointLocations: {
    readonly arguments: BreakpointLocationsArguments | undefined;
    readonly answer: BreakpointLocationsAnswer;
  };
  /** Sets multiple breakpoints for a single source and clears all previous breakpoints in that source. */
  readonly setBreakpoints: {
    readonly arguments: SetBreakpointsArguments;
    readonly answer: SetBreakpointsAnswer;
  };
  /** Replaces all existing function breakpoints with new function breakpoints. */
  readonly setFunctionBreakpoints: {
    readonly arguments: SetFunctionBreakpointsArguments;
    readonly answer: SetFunctionBreakpointsAnswer;
  };
  /** The request configures the debugger's response to thrown exceptions. */
  readonly setExceptionBreakpoints: {
    readonly arguments: SetExceptionBreakpointsArguments;
    readonly answer: SetExceptionBreakpointsAnswer;
  };
  /** Obtains information on a possible data breakpoint that could be set on an expression or variable. */
  readonly dataBreakpointInfo: {
    readonly arguments: DataBreakpointInfoArguments;
    readonly answer: DataBreakpointInfoAnswer;
  };
  /** Replaces all existing data breakpoints with new data breakpoints. */
  readonly setDataBreakpoints: {
    readonly arguments: SetDataBreakpointsArguments;
    readonly answer: SetDataBreakpointsAnswer;
  };
  /** Replaces all existing instruction breakpoints. */
  readonly setInstructionBreakpoints: {
    readonly arguments: SetInstructionBreakpointsArguments;
    readonly answer: SetInstructionBreakpointsAnswer;
  };
  /** The request resumes execution of all threads. */
  readonly continue: {
    readonly arguments: ContinueArguments;
    readonly answer: ContinueAnswer;
  };
  /**
   * The request executes one step (in the given granularity) for the specified thread and allows all other threads to
   * run freely by resuming them.
   */
  readonly next: {
    readonly arguments: NextArguments;
    readonly answer: undefined;
  };
  /**
   * The request resumes the given thread to step into a function/method and allows all other threads to run freely by
   * resuming them.
   */
  readonly stepIn: {
    readonly arguments: StepInArguments;
    readonly answer: undefined;
  };
  /**
   * The request resumes the given thread to step out (return) from a function/method and allows all other threads to
   * run freely by resuming them.
   */
  readonly stepOut: {
    readonly arguments: StepOutArguments;
    readonly answer: undefined;
  };
  /**
   * The request executes one backward step (in the given granularity) for the specified thread and allows all other
   * threads to run backward freely by resuming them.
   */
  readonly stepBack: {
    readonly arguments: StepBackArguments;
    readonly answer: undefined;
  };
  /** The request resumes backward execution of all threads. */
  readonly reverseContinue: {
    readonly arguments: ReverseContinueArguments;
    readonly answer: undefined;
  };
  /** The request restarts execution of the specified stack frame. */
  readonly restartFrame: {
    readonly arguments: RestartFrameArguments;
    readonly answer: undefined;
  };
  /** The request sets the location where the debuggee will continue to run. */
  readonly goto: {
    readonly arguments: GotoArguments;
    readonly answer: undefined;
  };
  /** The request suspends the debuggee. */
  readonly pause: {
    readonly arguments: PauseArguments;
    readonly answer: undefined;
  };
  /** The request returns a stacktrace from the current execution state of a given thread. */
  readonly stackTrace: {
    readonly arguments: StackTraceArguments;
    readonly answer: StackTraceAnswer;
  };
  /** The request returns the variable scopes for a given stack frame ID. */
  readonly scopes: {
    readonly arguments: ScopesArguments;
    readonly answer: ScopesAnswer;
  };
  /** Retrieves all child variables for the given variable reference. */
  readonly variables: {
    readonly arguments: VariablesArguments;
    readonly answer: VariablesAnswer;
  };
  /** Set the variable with the given name in the variable container to a new value. */
  readonly setVariable: {
    readonly arguments: SetVariableArguments;
    readonly answer: SetVariableAnswer;
  };
  /** The request retrieves the source code for a given source reference. */
  readonly source: {
    readonly arguments: SourceArguments;
    readonly answer: SourceAnswer;
  };
  /** The request retrieves a list of all threads. */
  readonly threads: {
    readonly arguments: undefined;
    readonly answer: ThreadsAnswer;
  };
  /** The request terminates the threads with the given ids. */
  readonly terminateThreads: {
    readonly arguments: TerminateThreadsArguments;
    readonly answer: undefined;
  };
  /**
   * Modules can be retrieved from the debug adapter with this request which can either return all modules or a range of
   * modules to support paging.
   */
  readonly modules: {
    readonly arguments: ModulesArguments;
    readonly answer: ModulesAnswer;
  };
  /** Retrieves the set of all sources currently loaded by the debugged process. */
  readonly loadedSources: {
    readonly arguments: LoadedSourcesArguments | undefined;
    readonly answer: LoadedSourcesAnswer;
  };
  /** Evaluates the given expression in the context of a stack frame. */
  readonly evaluate: {
    readonly arguments: EvaluateArguments;
    readonly answer: EvaluateAnswer;
  };
  /** Evaluates the given `value` expression and assigns it to the `expression` which must be a modifiable l-value. */
  readonly setExpression: {
    readonly arguments: SetExpressionArguments;
    readonly answer: SetExpressionAnswer;
  };
  /** This request retrieves the possible step-in targets for the specified stack frame. */
  readonly stepInTargets: {
    readonly arguments: StepInTargetsArguments;
    readonly answer: StepInTargetsAnswer;
  };
  /** This request retrieves the possible goto targets for the specified source location. */
  readonly gotoTargets: {
    readonly arguments: GotoTargetsArguments;
    readonly answer: GotoTargetsAnswer;
  };
  /** Returns a list of possible completions for a given caret position and text. */
  readonly completions: {
    readonly arguments: CompletionsArguments;
    readonly answer: CompletionsAnswer;
  };
  /** Retrieves the details of the exception that caused this event to be raised. */
  readonly exceptionInfo: {
    readonly arguments: ExceptionInfoArguments;
    readonly answer: ExceptionInfoAnswer;
  };
  /** Reads bytes from memory at the provided location. */
  readonly readMemory: {
    readonly arguments: ReadMemoryArguments;
    readonly answer: ReadMemoryAnswer;
  };
  /** Writes bytes to memory at the provided location. */
  readonly writeMemory: {
    readonly arguments: WriteMemoryArguments;
    readonly answer: WriteMemoryAnswer;
  };
  /** Disassembles code stored at the provided location. */
  readonly disassemble: {
    readonly arguments: DisassembleArguments;
    readonly answer: DisassembleAnswer;
  };
  /** Looks up information about a location reference previously returned by the debug adapter. */
  readonly locations: {
    readonly arguments: LocationsArguments;
    readonly answer: LocationsAnswer;
  };
}
