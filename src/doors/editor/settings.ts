import { fail } from '../../base/index.ts';
import { type Matcher, type ProbeLimits, parseDuration, parseMatcher } from '../../wire/protocol/index.ts';

export type Mode = 'hold' | 'stop';

/** What a `launch` or `attach` says of breakpoints. */
export interface Settings {
  /** Of the hub; absent: one of this editor alone. */
  readonly session?: string;
  readonly match: readonly Matcher[];
  /** Absent: hold where flows are matched and the line can be held at, else stop. */
  readonly mode?: Mode;
  readonly limits: ProbeLimits;
}

export type Given = Readonly<Record<string, unknown>>;

/** Somebody sits in front of the editor: longer than where a terminal asks. */
const holdForUnlessTold = '1h';

export function readSettings(given: Given): Settings {
  const session = text(given, 'session');
  const mode = text(given, 'mode');
  if (mode !== undefined && mode !== 'hold' && mode !== 'stop') {
    throw fail('bad-option', `mode: "${mode}" is neither hold nor stop.`, {
      hint: 'hold: the flow alone waits. stop: the process.',
    });
  }
  return {
    ...(session === undefined ? {} : { session }),
    match: texts(given, 'match').map(words => parseMatcher('match', words)),
    ...(mode === undefined ? {} : { mode }),
    limits: {
      holdForMs: parseDuration('holdFor', text(given, 'holdFor') ?? holdForUnlessTold),
      ...(flag(given, 'allowSideEffects') ? { allowSideEffects: true } : {}),
    },
  };
}

export function text(given: Given, key: string): string | undefined {
  const value = given[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw fail('bad-option', `${key}: a text is needed, not ${JSON.stringify(value)}.`);
}

/** One text, or a list of them. */
export function texts(given: Given, key: string): readonly string[] {
  const value = given[key];
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every(one => typeof one === 'string' || typeof one === 'number')) {
    return value.map(String);
  }
  throw fail('bad-option', `${key}: a list of texts is needed, not ${JSON.stringify(value)}.`);
}

export function flag(given: Given, key: string): boolean {
  const value = given[key];
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw fail('bad-option', `${key}: true or false is needed, not ${JSON.stringify(value)}.`);
}
