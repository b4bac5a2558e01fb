interface ErrorRow {
  /** Status of the `eddy` command. */
  readonly exit: number;
  /** Id of an error answer of the Debug Adapter Protocol. Given once and for ever: a new code takes the next number. */
  readonly dap: number;
  /** Status of an answer of the dashboard's door. */
  readonly http: number;
  readonly about: string;
}

/** Each code once: what it means to people, and how each door shows it. A test checks that all are unique and documented. */
export const errorTable = {
  'bad-usage': { exit: 2, dap: 1001, http: 400, about: 'The words of a command or a call are wrong.' },
  'bad-option': { exit: 2, dap: 1002, http: 400, about: 'An option is unknown or its value cannot be read.' },
  'bad-config': {
    exit: 2,
    dap: 1003,
    http: 422,
    about: 'A configuration file, or a variable of the environment, has something wrong in it.',
  },
  'no-program': { exit: 127, dap: 1004, http: 404, about: 'The program to run was not found.' },
  'not-runnable': { exit: 126, dap: 1005, http: 422, about: 'The program was found but cannot be run.' },
  'cannot-write': { exit: 2, dap: 1006, http: 500, about: 'A file that was asked for cannot be written.' },
  'cannot-listen': { exit: 2, dap: 1007, http: 500, about: 'A socket of ours could not be opened.' },
  'not-built': { exit: 70, dap: 1008, http: 500, about: 'A built file of Eddy is missing.' },
  'bad-message': { exit: 70, dap: 1009, http: 400, about: 'A message between our processes could not be read.' },
  'scope-not-active': { exit: 70, dap: 1010, http: 500, about: 'A cancel scope was exited that is not active.' },
  'scope-crossed': {
    exit: 70,
    dap: 1011,
    http: 500,
    about: 'A cancel scope was exited by another flow than the one that entered it.',
  },
  'scope-misnested': {
    exit: 70,
    dap: 1012,
    http: 500,
    about: 'A cancel scope was exited before a scope opened inside it.',
  },
  'scope-reused': { exit: 70, dap: 1013, http: 500, about: 'A cancel scope was entered a second time.' },
  cancelled: {
    exit: 70,
    dap: 1014,
    http: 409,
    about: 'The work was cancelled: by a scope, a deadline, a signal or its group.',
  },
  'deadline-passed': { exit: 70, dap: 1015, http: 504, about: 'A wait took longer than its deadline.' },
  'group-failed': { exit: 70, dap: 1016, http: 500, about: 'One or more children of a group failed.' },
  'generator-stuck': {
    exit: 70,
    dap: 1017,
    http: 500,
    about: 'A generator could not be closed: a next() is still pending.',
  },
  'generator-failed': { exit: 70, dap: 1018, http: 500, about: 'A generator failed while it was closed.' },
  'sdk-timeout': {
    exit: 70,
    dap: 1019,
    http: 504,
    about: 'An SDK stream passed its first-message, idle or total limit.',
  },
  'sdk-circuit-open': {
    exit: 70,
    dap: 1020,
    http: 503,
    about: 'Too many SDK runs failed in a row; new ones are refused for a while.',
  },
  'sdk-failed': { exit: 70, dap: 1021, http: 502, about: 'An SDK stream failed.' },
  'unknown-id': { exit: 2, dap: 1022, http: 404, about: 'Nothing with this id or name is known.' },
  'bad-expression': { exit: 2, dap: 1023, http: 422, about: 'An expression could not be read or evaluated.' },
  'side-effects': { exit: 2, dap: 1024, http: 422, about: 'A condition has side effects, which was not allowed.' },
  'not-editable': { exit: 2, dap: 1025, http: 422, about: 'A variable cannot be changed from outside.' },
  'observe-only': { exit: 2, dap: 1026, http: 403, about: 'This run may be looked at and not touched.' },
  'no-run': {
    exit: 2,
    dap: 1027,
    http: 404,
    about: 'No program runs under Eddy here, or more than one does and none was named.',
  },
  'no-answer': {
    exit: 75,
    dap: 1028,
    http: 504,
    about: 'Something did not answer in time: it is busy, blocked or stopped.',
  },
  'store-in-use': { exit: 2, dap: 1029, http: 409, about: 'Another hub has the store open.' },
  'no-store': { exit: 2, dap: 1030, http: 404, about: 'There is no store of ours at a path, or it cannot be read.' },
  refused: { exit: 2, dap: 1031, http: 409, about: 'A program or a hub refused what it was asked for.' },
  closed: { exit: 70, dap: 1032, http: 503, about: 'It is closed and cannot be used any more.' },
  'no-adapter': {
    exit: 2,
    dap: 1033,
    http: 502,
    about: 'No debug adapter answers at a place, or it could not be started.',
  },
  'shut-out': {
    exit: 2,
    dap: 1034,
    http: 401,
    about: 'A door was not shown who asks: a cookie that it gave, or the hub’s token.',
  },
  'too-many': { exit: 75, dap: 1035, http: 429, about: 'More is asked for at once than is answered; later it may be.' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

// Identity by brand: two copies of this package can be in one process, where instanceof would fail.
const brand = Symbol.for('eddy.error');

export interface FailOptions {
  /** What to do next, in one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Machine-readable particulars. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The one error class. The message says what failed with which values, then what to do. */
export class EddyError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: FailOptions = {}) {
    super(
      options.hint === undefined ? message : `${message} ${options.hint}`,
      'cause' in options ? { cause: options.cause } : {},
    );
    this.name = 'EddyError';
    this.code = code;
    this.hint = options.hint;
    this.data = options.data ?? {};
    Object.defineProperty(this, brand, { value: true });
  }
}

export function fail(code: ErrorCode, message: string, options?: FailOptions): EddyError {
  const error = new EddyError(code, message, options);
  Error.captureStackTrace?.(error, fail);
  return error;
}

export function isEddyError(value: unknown, code?: ErrorCode): value is EddyError {
  if (typeof value !== 'object' || value === null || !(brand in value)) return false;
  return code === undefined || (value as unknown as EddyError).code === code;
}
