import type { FindingKind, Severity } from '../../../../wire/protocol/index.ts';
import type { Link } from './rules.ts';

/**
 * What `eddy why` answers: a document for programs, and what the page for people is made from. All that comes from the
 * program stands under `fromProgram`, without control characters and bounded. A field that is absent has nothing to say,
 * or was cut: then `cut` names it.
 */
export interface Answer {
  readonly version: 1;
  /** The finding to begin with; null: nothing was found. */
  readonly root: RootWords | null;
  readonly evidence?: readonly PlaceWords[];
  /** Findings that come from the root. */
  readonly explained?: readonly OtherWords[];
  /** Findings that have nothing to do with it, as far as can be seen. */
  readonly others?: readonly OtherWords[];
  /** Absent: no test failed, and none hangs. */
  readonly tests?: TestsWords;
  /** An error of the program that nobody caught. */
  readonly uncaught?: UncaughtWords;
  /** Flows that waited at the end, or when the time was up. */
  readonly waiting?: readonly PlaceWords[];
  readonly end: EndWords;
  /** How much was looked at. */
  readonly observed?: ObservedWords;
  readonly sure?: SureWords;
  readonly notObserved?: readonly NoteWords[];
  readonly next?: NextWords;
  /** What was left out so that the answer fits. */
  readonly cut: readonly string[];
}

export interface RootWords {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly count: number;
  /** Since the run began. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hint?: string;
  readonly fromProgram?: { readonly message?: string; readonly flows?: readonly string[] };
}

export interface PlaceWords {
  /** What happened there. */
  readonly role: string;
  /** Below the current folder: as seen from it. Absent: no such file is on disk. */
  readonly file?: string;
  readonly line: number;
  readonly flow?: string;
  /** How long it has been so. */
  readonly forMs?: number;
  readonly fromProgram?: PlaceText;
}

export interface PlaceText {
  readonly function?: string;
  readonly source?: string;
  /** The file's name, where no such file is on disk. */
  readonly file?: string;
  readonly flowName?: string;
}

export interface OtherWords {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly count: number;
  readonly link?: Link;
  readonly at?: PlaceWords;
}

export interface TestsWords {
  readonly total: number;
  readonly failed: number;
  readonly hanging: number;
  /** The first of those that failed or hang. */
  readonly first: readonly TestWords[];
}

export interface TestWords {
  readonly state: 'failed' | 'hanging';
  /** Where it failed or waits; where that is not known, where it stands. */
  readonly at: PlaceWords;
  readonly fromProgram: { readonly name: string; readonly error?: string };
}

export interface UncaughtWords {
  readonly at?: PlaceWords;
  readonly fromProgram: { readonly error: string };
}

export type EndWords = (
  | { readonly how: 'exit'; readonly code: number }
  | { readonly how: 'signal'; readonly signal: string }
) & {
  /** From the start of the run. */
  readonly afterMs?: number;
  /** We ended it: its time was up. */
  readonly timeUp?: true;
};

export interface ObservedWords {
  readonly processes: number;
  readonly threads: number;
  /** Threads that told what they did. */
  readonly told: number;
  readonly flows: number;
  readonly tasks: number;
  readonly findings: number;
  readonly gatedFiles: number;
  readonly gatedFunctions: number;
}

export interface SureWords {
  readonly level: 'high' | 'fair' | 'low';
  readonly because?: readonly string[];
}

export interface NoteWords {
  readonly what: string;
  readonly fromProgram?: string;
}

export interface NextWords {
  /** For a shell. */
  readonly command: string;
  readonly why?: string;
}
