export const findingKinds = [
  'scope-crossed',
  'scope-misnested',
  'scope-not-active',
  'scope-leaked',
  'scope-entered-cancelled',
  'cancel-ignored',
  'task-slow',
  'task-never-settled',
  'exit-while-pending',
  'loop-blocked',
  'flow-crossed',
  'lock-held-long',
  'lock-leaked',
  'lock-cycle',
  'lock-self-wait',
  'lock-order',
  'generator-return-stuck',
  'generator-unstarted',
  'generator-crossed',
  'generator-abandoned',
  'abort-listeners-growing',
  'abort-any-growing',
  'race-retention',
  'rejection-unhandled',
  'stream-left-locked',
  'body-unconsumed',
  'sdk-no-first-message',
  'sdk-idle',
  'sdk-interrupt-stuck',
  'sdk-child-left',
  'sdk-no-end',
  'sdk-listeners',
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** `potential`: it did not go wrong yet, but the order seen can make it. */
export type Severity = 'error' | 'warning' | 'note' | 'potential';

export type SiteRole =
  | 'entered'
  | 'exited'
  | 'cancelled'
  | 'awaiting'
  | 'created'
  | 'holds'
  | 'waits'
  | 'blocked'
  | 'registered'
  | 'called'
  | 'added'
  | 'stepped'
  | 'returned'
  | 'rejected'
  | 'inner'
  | 'first'
  | 'second';

/** How a cancel scope of a Python program came to break a rule; docs/python-findings.md says what each one is. */
export const findingCauses = [
  'generator-suspended',
  'manual-exit',
  'opening-order',
  'step-per-task',
  'loop-per-turn',
  'cancel-refused',
  'shared-scope',
  'unshielded-cleanup',
] as const;

export type FindingCause = (typeof findingCauses)[number];

/** A place in the user's code. */
export interface Site {
  /** Absolute path; a URL where the code has no file. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** Empty at top level. */
  readonly function: string;
  /** Id of the flow that was here; absent when unknown. */
  readonly flow?: string;
  /** Readable frames, innermost first, packages and Node's own included, Eddy's left out. */
  readonly stack: readonly string[];
}

export interface FindingFlow {
  readonly id: string;
  readonly name: string;
}

export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** One sentence: what is wrong, with names. Of the first instance. */
  readonly message: string;
  /** Instances seen at these sites. */
  readonly count: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** At most ten, first seen first. */
  readonly flows: readonly FindingFlow[];
  readonly sites: Readonly<Partial<Record<SiteRole, Site>>>;
  /** What to do, in one sentence. */
  readonly hint: string;
  /** The class of the mistake; absent where the kind says all, or it is not known. */
  readonly cause?: FindingCause;
  /** Id of the target that saw it. Absent until a hub or report adds it. */
  readonly target?: string;
}

export function isFindingKind(word: string): word is FindingKind {
  return (findingKinds as readonly string[]).includes(word);
}
