// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.

/** A structured message object. */
export interface Message {
  /** Unique (within a debug adapter implementation) identifier for the message. */
  readonly id: number;
  /** A format string for the message. */
  readonly format: string;
  /** An object used as a dictionary for looking up the variables in the format string. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** If true send to telemetry. */
  readonly sendTelemetry?: boolean | undefined;
  /** If true show user. */
  readonly showUser?: boolean | undefined;
  /** A url where additional information about this message can be found. */
  readonly url?: string | undefined;
  /** A label that is presented to the user as the UI for opening the url. */
  readonly urlLabel?: string | undefined;
}

/** A Module object represents a row in the modules view. */
export interface Module {
  /** Unique identifier for the module. */
  readonly id: number | string;
  /** A name of the module. */
  readonly name: string;
  /** Logical full path to the module. */
  readonly path?: string | undefined;
  /** True if the module is optimized. */
  readonly isOptimized?: boolean | undefined;
  /** True if the module is considered 'user code' by a debugger that supports 'Just My Code'. */
  readonly isUserCode?: boolean | undefined;
  /** Version of Module. */
  readonly version?: string | undefined;
  /**
   * User-understandable description of if symbols were found for the module (ex: 'Symbols Loaded', 'Symbols not found',
   * etc.)
   */
  readonly symbolStatus?: string | undefined;
  /** Logical full path to the symbol file. */
  readonly symbolFilePath?: string | undefined;
  /** Module created or modified, encoded as a RFC 3339 timestamp. */
  readonly dateTimeStamp?: string | undefined;
  /** Address range covered by this module. */
  readonly addressRange?: string | undefined;
}

/** A `ColumnDescriptor` specifies what module attribute to show in a column of the modules view, how to format it, */
export interface ColumnDescriptor {
  /** Name of the attribute rendered in this column. */
  readonly attributeName: string;
  /** Header UI label of column. */
  readonly label: string;
  /** Format to use for the rendered values in this column. */
  readonly format?: string | undefined;
  /** Datatype of values in this column. */
  readonly type?: 'string' | 'number' | 'boolean' | 'unixTimestampUTC' | undefined;
  /** Width of this column in characters (hint only). */
  readonly width?: number | undefined;
}

/** A Thread */
export interface Thread {
  /** Unique identifier for the thread. */
  readonly id: number;
  /** The name of the thread. */
  readonly name: string;
}

/** A `Source` is a descriptor for source code. */
export interface Source {
  /** The short name of the source. */
  readonly name?: string | undefined;
  /** The path of the source to be shown in the UI. */
  readonly path?: string | undefined;
  /**
   * If the value > 0 the contents of the source must be retrieved through the `source` request (even if a path is
   * specified).
   */
  readonly sourceReference?: number | undefined;
  /** A hint for how to present the source in the UI. */
  readonly presentationHint?: 'normal' | 'emphasize' | 'deemphasize' | undefined;
  /** The origin of this source. */
  readonly origin?: string | undefined;
  /** A list of sources that are related to this source. */
  readonly sources?: readonly Source[] | undefined;
  /** Additional data that a debug adapter might want to loop through the client. */
  readonly adapterData?: unknown;
  /** The checksums associated with this file. */
  readonly checksums?: readonly Checksum[] | undefined;
}

/** A Stackframe contains the source location. */
export interface StackFrame {
  /** An identifier for the stack frame. */
  readonly id: number;
  /** The name of the stack frame, typically a method name. */
  readonly name: string;
  /** The source of the frame. */
  readonly source?: Source | undefined;
  /** The line within the source of the frame. */
  readonly line: number;
  /** Start position of the range covered by the stack frame. */
  readonly column: number;
  /** The end line of the range covered by the stack frame. */
  readonly endLine?: number | undefined;
  /** End position of the range covered by the stack frame. */
  readonly endColumn?: number | undefined;
  /** Indicates whether this frame can be restarted with the `restartFrame` request. */
  readonly canRestart?: boolean | undefined;
  /** A memory reference for the current instruction pointer in this frame. */
  readonly instructionPointerReference?: string | undefined;
  /** The module associated with this frame, if any. */
  readonly moduleId?: number | string | undefined;
  /** A hint for how to present this frame in the UI. */
  readonly presentationHint?: 'normal' | 'label' | 'subtle' | undefined;
}

/** A `Scope` is a named container for variables. */
export interface Scope {
  /** Name of the scope such as 'Arguments', 'Locals', or 'Registers'. */
  readonly name: string;
  /** A hint for how to present this scope in the UI. */
  readonly presentationHint?:
    | 'arguments'
    | 'locals'
    | 'registers'
    | 'returnValue'
    | (string & Record<never, never>)
    | undefined;
  /**
   * The variables of this scope can be retrieved by passing the value of `variablesReference` to the `variables`
   * request as long as execution remains suspended.
   */
  readonly variablesReference: number;
  /** The number of named variables in this scope. */
  readonly namedVariables?: number | undefined;
  /** The number of indexed variables in this scope. */
  readonly indexedVariables?: number | undefined;
  /** If true, the number of variables in this scope is large or expensive to retrieve. */
  readonly expensive: boolean;
  /** The source for this scope. */
  readonly source?: Source | undefined;
  /** The start line of the range covered by this scope. */
  readonly line?: number | undefined;
  /** Start position of the range covered by the scope. */
  readonly column?: number | undefined;
  /** The end line of the range covered by this scope. */
  readonly endLine?: number | undefined;
  /** End position of the range covered by the scope. */
  readonly endColumn?: number | undefined;
}

/** A Variable is a name/value pair. */
export interface Variable {
  /** The variable's name. */
  readonly name: string;
  /** The variable's value. */
  readonly value: string;
  /** The type of the variable's value. */
  readonly type?: string | undefined;
  /** Properties of a variable that can be used to determine how to render the variable in the UI. */
  readonly presentationHint?: VariablePresentationHint | undefined;
  /**
   * The evaluatable name of this variable which can be passed to the `evaluate` request to fetch the variable's value.
   */
  readonly evaluateName?: string | undefined;
  /**
   * If `variablesReference` is > 0, the variable is structured and its children can be retrieved by passing
   * `variablesReference` to the `variables` request as long as execution remains suspended.
   */
  readonly variablesReference: number;
  /** The number of named child variables. */
  readonly namedVariables?: number | undefined;
  /** The number of indexed child variables. */
  readonly indexedVariables?: number | undefined;
  /** A memory reference associated with this variable. */
  readonly memoryReference?: string | undefined;
  /** A reference that allows the client to request the location where the variable is declared. */
  readonly declarationLocationReference?: number | undefined;
  /** A reference that allows the client to request the location where the variable's value is declared. */
  readonly valueLocationReference?: number | undefined;
}

/** Properties of a variable that can be used to determine how to render the variable in the UI. */
export interface VariablePresentationHint {
  /** The kind of variable. */
  readonly kind?:
    | 'property'
    | 'method'
    | 'class'
    | 'data'
    | 'event'
    | 'baseClass'
    | 'innerClass'
    | 'interface'
    | 'mostDerivedClass'
    | 'virtual'
    | 'dataBreakpoint'
    | (string & Record<never, never>)
    | undefined;
  /** Set of attributes represented as an array of strings. */
  readonly attributes?: readonly string[] | undefined;
  /** Visibility of variable. */
  readonly visibility?:
    | 'public'
    | 'private'
    | 'protected'
    | 'internal'
    | 'final'
    | (string & Record<never, never>)
    | undefined;
  /** If true, clients can present the variable with a UI that supports a specific gesture to trigger its evaluation. */
  readonly lazy?: boolean | undefined;
}

/** The granularity of one 'step' in the stepping requests `next`, `stepIn`, `stepOut`, and `stepBack`. */
export type SteppingGranularity = 'statement' | 'line' | 'instruction';

/**
 * A `StepInTarget` can be used in the `stepIn` request and determines into which single target the `stepIn` request
 * should step.
 */
export interface StepInTarget {
  /** Unique identifier for a step-in target. */
  readonly id: number;
  /** The name of the step-in target (shown in the UI). */
  readonly label: string;
  /** The line of the step-in target. */
  readonly line?: number | undefined;
  /** Start position of the range covered by the step in target. */
  readonly column?: number | undefined;
  /** The end line of the range covered by the step-in target. */
  readonly endLine?: number | undefined;
  /** End position of the range covered by the step in target. */
  readonly endColumn?: number | undefined;
}

/** A `GotoTarget` describes a code location that can be used as a target in the `goto` request. */
export interface GotoTarget {
  /** Unique identifier for a goto target. */
  readonly id: number;
  /** The name of the goto target (shown in the UI). */
  readonly label: string;
  /** The line of the goto target. */
  readonly line: number;
  /** The column of the goto target. */
  readonly column?: number | undefined;
  /** The end line of the range covered by the goto target. */
  readonly endLine?: number | undefined;
  /** The end column of the range covered by the goto target. */
  readonly endColumn?: number | undefined;
  /** A memory reference for the instruction pointer value represented by this target. */
  readonly instructionPointerReference?: string | undefined;
}

/** `CompletionItems` are the suggestions returned from the `completions` request. */
export interface CompletionItem {
  /** The label of this completion item. */
  readonly label: string;
  /** If text is returned and not an empty string, then it is inserted instead of the label. */
  readonly text?: string | undefined;
  /** A string that should be used when comparing this item with other items. */
  readonly sortText?: string | undefined;
  /** A human-readable string with additional information about this item, like type or symbol information. */
  readonly detail?: string | undefined;
  /** The item's type. */
  readonly type?: CompletionItemType | undefined;
  /** Start position (within the `text` attribute of the `completions` request) where the completion text is added. */
  readonly start?: number | undefined;
  /**
   * Length determines how many characters are overwritten by the completion text and it is measured in UTF-16 code
   * units.
   */
  readonly length?: number | undefined;
  /**
   * Determines the start of the new selection after the text has been inserted (or replaced). `selectionStart` is
   * measured in UTF-16 code units and must be in the range 0 and length of the completion text.
   */
  readonly selectionStart?: number | undefined;
  /**
   * Determines the length of the new selection after the text has been inserted (or replaced) and it is measured in
   * UTF-16 code units.
   */
  readonly selectionLength?: number | undefined;
}

/** Some predefined types for the CompletionItem. */
export type CompletionItemType =
  | 'method'
  | 'function'
  | 'constructor'
  | 'field'
  | 'variable'
  | 'class'
  | 'interface'
  | 'module'
  | 'property'
  | 'unit'
  | 'value'
  | 'enum'
  | 'keyword'
  | 'snippet'
  | 'text'
  | 'color'
  | 'file'
  | 'reference'
  | 'customcolor';

/** Names of checksum algorithms that may be supported by a debug adapter. */
export type ChecksumAlgorithm = 'MD5' | 'SHA1' | 'SHA256' | 'timestamp';

/** The checksum of an item calculated by the specified algorithm. */
export interface Checksum {
  /** The algorithm used to calculate this checksum. */
  readonly algorithm: ChecksumAlgorithm;
  /** Value of the checksum, encoded as a hexadecimal value. */
  readonly checksum: string;
}

/** Provides formatting information for a value. */
export interface ValueFormat {
  /** Display the value in hex. */
  readonly hex?: boolean | undefined;
}

/** Provides formatting information for a stack frame. */
export interface StackFrameFormat extends ValueFormat {
  /** Displays parameters for the stack frame. */
  readonly parameters?: boolean | undefined;
  /** Displays the types of parameters for the stack frame. */
  readonly parameterTypes?: boolean | undefined;
  /** Displays the names of parameters for the stack frame. */
  readonly parameterNames?: boolean | undefined;
  /** Displays the values of parameters for the stack frame. */
  readonly parameterValues?: boolean | undefined;
  /** Displays the line number of the stack frame. */
  readonly line?: boolean | undefined;
  /** Displays the module of the stack frame. */
  readonly module?: boolean | undefined;
  /** Includes all stack frames, including those the debug adapter might otherwise hide. */
  readonly includeAll?: boolean | undefined;
}

/** Represents a single disassembled instruction. */
export interface DisassembledInstruction {
  /** The address of the instruction. */
  readonly address: string;
  /** Raw bytes representing the instruction and its operands, in an implementation-defined format. */
  readonly instructionBytes?: string | undefined;
  /** Text representing the instruction and its operands, in an implementation-defined format. */
  readonly instruction: string;
  /** Name of the symbol that corresponds with the location of this instruction, if any. */
  readonly symbol?: string | undefined;
  /** Source location that corresponds to this instruction, if any. */
  readonly location?: Source | undefined;
  /** The line within the source location that corresponds to this instruction, if any. */
  readonly line?: number | undefined;
  /** The column within the line that corresponds to this instruction, if any. */
  readonly column?: number | undefined;
  /** The end line of the range that corresponds to this instruction, if any. */
  readonly endLine?: number | undefined;
  /** The end column of the range that corresponds to this instruction, if any. */
  readonly endColumn?: number | undefined;
  /** A hint for how to present the instruction in the UI. */
  readonly presentationHint?: 'normal' | 'invalid' | undefined;
}

/** Logical areas that can be invalidated by the `invalidated` event. */
export type InvalidatedAreas = 'all' | 'stacks' | 'threads' | 'variables' | (string & Record<never, never>);
