import type { ControlAsk, Matcher, ProbeKind, ProbeLimits, ProbeSpec } from '../../src/wire/protocol/index.ts';
import { sayMs } from '../words/index.ts';
import { sayFlowsOf } from './matcher-draft.ts';

/** A probe as it is typed: each field as its words. */
export interface ProbeDraft {
  readonly kind: ProbeKind;
  readonly condition: string;
  /** Of a log. */
  readonly text: string;
  readonly holdFor: string;
  readonly fromHit: string;
  readonly everyHits: string;
  readonly maxHits: string;
  readonly maxPerSecond: string;
  readonly expires: string;
  readonly allowSideEffects: boolean;
}

export const emptyDraft: ProbeDraft = {
  kind: 'hold',
  condition: '',
  text: '',
  holdFor: '',
  fromHit: '',
  everyHits: '',
  maxHits: '',
  maxPerSecond: '',
  expires: '',
  allowSideEffects: false,
};

export type ReadProbe =
  | { readonly ask: Pick<ControlAsk<'probe'>, 'probes' | 'limits'> }
  | { readonly error: string; readonly field: keyof ProbeDraft };

export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

export function readDraft(draft: ProbeDraft, place: FilePlace): ReadProbe {
  const { kind, allowSideEffects } = draft;
  const [condition, text] = [draft.condition.trim(), draft.text.trim()];
  if (kind === 'log' && text === '') return { field: 'text', error: 'Log what? As in: total is {total}' };
  if (kind === 'log' && !areBracesPairs(text)) return { field: 'text', error: 'The braces of the text do not match.' };
  const limits: Record<string, number> = {};
  for (const field of ['fromHit', 'everyHits', 'maxHits', 'maxPerSecond'] as const) {
    const words = draft[field].trim();
    if (words === '') continue;
    const number = Number(words);
    if (!/^\d+$/.test(words) || number < 1 || !Number.isSafeInteger(number))
      return { field, error: `${words} is no number of times.` };
    limits[field] = number;
  }
  for (const [field, name] of [
    ['holdFor', 'holdForMs'],
    ['expires', 'expiresInMs'],
  ] as const) {
    const words = draft[field].trim();
    if (words === '' || (field === 'holdFor' && !waits(kind))) continue;
    const ms = readDuration(words);
    if (ms === undefined) return { field, error: `${words} is no length of time: as in 500ms, 30s, 5m or 1h.` };
    limits[name] = ms;
  }
  return {
    ask: {
      probes: [{ kind, place, ...(condition === '' ? {} : { condition }), ...(kind === 'log' ? { text } : {}) }],
      limits: { ...limits, ...(allowSideEffects ? { allowSideEffects } : {}) },
    },
  };
}

const doings: Readonly<Record<ProbeKind, string>> = {
  hold: 'waits there; all others run on',
  stop: 'stops the whole thread there, with all other flows in it',
  snap: 'leaves a picture of its stack and variables, and runs on',
  log: 'leaves a line of text, and runs on',
};

/** What will happen, in one sentence, before it is asked for. */
export function sayDraft(draft: ProbeDraft, { line }: FilePlace, match: readonly Matcher[]): string {
  const condition = draft.condition.trim() === '' ? '' : ` while ${draft.condition.trim()}`;
  return `Each ${sayFlowsOf(match)} that comes to line ${line}${condition} ${doings[draft.kind]}.`;
}

/** `hold shop.ts:42 if total > 3`, as the command line takes it. */
export function sayProbe({
  kind,
  place,
  condition,
  text,
}: Pick<ProbeSpec, 'kind' | 'place' | 'condition' | 'text'>): string {
  const words = text === undefined ? '' : `=${text}`;
  return `${kind} ${sayProbePlace(place)}${words}${condition === undefined ? '' : ` if ${condition}`}`;
}

export function sayProbePlace(place: ProbeSpec['place']): string {
  if ('line' in place) return `${place.file.split('/').at(-1)}:${place.line}`;
  if (place.on === 'finding') return `finding:${place.kind}`;
  return 'name' in place && place.name !== undefined ? `${place.on}:${place.name}` : place.on;
}

/** What limits a probe, in words; empty: nothing but what holds unless told. */
export function sayLimits(spec: ProbeLimits & Pick<ProbeSpec, 'expiresAt'>, now: number): string[] {
  const { fromHit, everyHits, maxHits, maxPerSecond, holdForMs, expiresAt, allowSideEffects } = spec;
  return [
    fromHit === undefined ? '' : `from hit ${fromHit}`,
    everyHits === undefined ? '' : `every ${everyHits}. time`,
    maxHits === undefined ? '' : `at most ${maxHits} hits`,
    maxPerSecond === undefined ? '' : `at most ${maxPerSecond} a second`,
    holdForMs === undefined ? '' : `lets go after ${sayMs(holdForMs)}`,
    expiresAt === undefined ? '' : `goes in ${sayMs(Math.max(0, expiresAt - now))}`,
    allowSideEffects === true ? 'may have side effects' : '',
  ].filter(words => words !== '');
}

export function waits(kind: ProbeKind): boolean {
  return kind === 'hold' || kind === 'stop';
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** The longest that a timer can wait. */
const maxMs = 2 ** 31 - 1;

function readDuration(words: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(words) ?? [];
  if (number === undefined) return undefined;
  const ms = Math.round(Number(number) * unitMs[unit as keyof typeof unitMs]);
  return ms > 0 && ms <= maxMs ? ms : undefined;
}

function areBracesPairs(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === '{') depth++;
    else if (letter === '}' && --depth < 0) return false;
  }
  return depth === 0;
}
