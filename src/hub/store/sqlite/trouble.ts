import { isEddyError } from '../../../base/index.ts';

/** A file that is not what it should be: it is put aside, and never written over. */
export class Unreadable extends Error {
  /** A whole sentence. */
  readonly why: string;

  constructor(why: string, cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

const error = 1;
const busy = 5;
const readOnly = 8;
const corrupt = 11;
const schemaChanged = 17;
const constraint = 19;
const mismatch = 20;
const format = 24;
const notADatabase = 26;

/** Whether the file is to blame: its pages are damaged. */
export function isDamage(cause: unknown): boolean {
  return cause instanceof Unreadable || isOneOf(cause, [corrupt, notADatabase]);
}

/** The same where every statement is ours: it fails only on tables that are not as we made them. */
export function isDamageOrStrange(cause: unknown): boolean {
  return isDamage(cause) || isOneOf(cause, [error, schemaChanged, constraint, mismatch, format]);
}

export function whyDamaged(cause: unknown): string {
  return cause instanceof Unreadable ? cause.why : `It is damaged: ${(cause as Error).message}.`;
}

/** Somebody else holds what is needed. */
export function isBusy(cause: unknown): boolean {
  return sqliteCode(cause) === busy;
}

/** Not for want of rights to its folder: SQLite has a word of its own for that. */
export function isReadOnly(cause: unknown): boolean {
  return (cause as { errcode?: unknown } | undefined)?.errcode === readOnly;
}

/** Why nothing can be kept, in a few words. */
export function describeTrouble(cause: unknown): string {
  if (isEddyError(cause)) return cause.message;
  const code = sqliteCode(cause) ?? (cause as NodeJS.ErrnoException | undefined)?.code;
  const known: Record<string, string> = {
    5: 'another program holds the file',
    8: 'the file can only be read',
    10: 'the disk failed',
    13: 'the disk is full',
    14: 'the file cannot be opened',
    EACCES: 'this user may not write there',
    EDQUOT: 'the quota is used up',
    EEXIST: 'a part of its path is no folder',
    ENOENT: 'its folder is not there',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of its path is no folder',
    EPERM: 'this user may not write there',
    EROFS: 'the file system can only be read',
  };
  const said = cause instanceof Error ? cause.message : String(cause);
  const reason = known[String(code)];
  return reason === undefined ? said : `${reason} (${said})`;
}

function isOneOf(cause: unknown, codes: readonly number[]): boolean {
  const code = sqliteCode(cause);
  return code !== undefined && codes.includes(code);
}

/** The primary one: the extended ones have it in their lowest byte. */
function sqliteCode(cause: unknown): number | undefined {
  const { errcode } = (cause ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}
