import { fail } from '../../../../base/index.ts';
import type { Answer, PlaceWords } from './answer.ts';

/** A token is some four characters of English; who counts in thirds of that never comes out above. */
const bytesPerToken = 3;
/** What the barest answer takes. */
export const minTokens = 100;

export function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

/** N of `--budget N`. */
export function parseBudget(text: string): number {
  const tokens = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(tokens) && tokens >= minTokens) return tokens;
  throw fail('bad-option', `--budget ${text}: that is no number of tokens.`, {
    hint: `As in --budget 600; ${minTokens} at least.`,
  });
}

interface Cut {
  readonly what: string;
  readonly from: (answer: Answer) => Answer;
}

/** What goes first is what matters least. */
const cuts: readonly Cut[] = [
  { what: 'other findings', from: ({ others, ...rest }) => ({ ...rest, ...some('others', others, 2) }) },
  { what: 'notes on what was not observed', from: a => ({ ...a, ...some('notObserved', a.notObserved, 4) }) },
  { what: 'waiting flows', from: a => ({ ...a, ...some('waiting', a.waiting, 4) }) },
  { what: 'tests', from: a => withTests(a, 3) },
  { what: 'explained findings', from: a => ({ ...a, ...some('explained', a.explained, 3) }) },
  { what: 'other findings', from: ({ others: _, ...rest }) => rest },
  { what: 'flows', from: a => withRoot(a, root => ({ ...root, fromProgram: { ...root.fromProgram, flows: [] } })) },
  { what: 'reasons', from: a => withSure(a, 2) },
  { what: 'notes on what was not observed', from: a => ({ ...a, ...some('notObserved', a.notObserved, 2) }) },
  { what: 'counts', from: ({ observed: _, ...rest }) => rest },
  { what: 'waiting flows', from: a => ({ ...a, ...some('waiting', a.waiting, 2) }) },
  { what: 'explained findings', from: a => ({ ...a, ...some('explained', a.explained, 1) }) },
  { what: 'evidence', from: a => ({ ...a, ...some('evidence', a.evidence, 3) }) },
  { what: 'reasons', from: a => withSure(a, 1) },
  { what: 'names of functions and flows', from: a => withPlaces(a, bareName) },
  { what: 'the hint', from: a => withRoot(a, ({ hint: _, ...root }) => root) },
  { what: 'why that is next', from: a => (a.next === undefined ? a : { ...a, next: { command: a.next.command } }) },
  { what: 'notes on what was not observed', from: a => ({ ...a, ...some('notObserved', a.notObserved, 1) }) },
  { what: 'waiting flows', from: a => ({ ...a, ...some('waiting', a.waiting, 1) }) },
  { what: 'explained findings', from: ({ explained: _, ...rest }) => rest },
  { what: 'tests', from: a => withTests(a, 1) },
  { what: 'source lines', from: a => withPlaces(a, ({ fromProgram: _, ...place }) => place) },
  { what: 'reasons', from: a => withSure(a, 0) },
  { what: 'evidence', from: a => ({ ...a, ...some('evidence', a.evidence, 1) }) },
  { what: 'the message', from: a => withRoot(a, ({ fromProgram: _, ...root }) => root) },
  { what: 'notes on what was not observed', from: ({ notObserved: _, ...rest }) => rest },
  { what: 'tests', from: ({ tests: _, ...rest }) => rest },
  { what: 'waiting flows', from: ({ waiting: _, ...rest }) => rest },
  { what: 'the uncaught error', from: ({ uncaught: _, ...rest }) => rest },
  { what: 'evidence', from: ({ evidence: _, ...rest }) => rest },
  { what: 'the next command', from: ({ next: _, ...rest }) => rest },
  { what: 'how sure', from: ({ sure: _, ...rest }) => rest },
];

/** As much of the answer as fits, and which parts do not. */
export function withinBudget(answer: Answer, tokens: number, say: (answer: Answer) => string): Answer {
  const fits = (one: Answer) => tokensOf(say(one)) <= tokens;
  let left = answer;
  const out = new Set<string>();
  for (const { what, from } of cuts) {
    const told = { ...left, cut: [...out] };
    if (fits(told)) return told;
    const less = from(left);
    if (JSON.stringify(less) !== JSON.stringify(left)) out.add(what);
    left = less;
  }
  const told = { ...left, cut: [...out] };
  // What is left has a fixed size: kind, counts, end.
  return fits(told) ? told : { ...left, cut: ['most of it'] };
}

function some<Name extends string, T>(
  name: Name,
  list: readonly T[] | undefined,
  many: number,
): Partial<Record<Name, T[]>> {
  const part: Partial<Record<string, T[]>> = list === undefined ? {} : { [name]: list.slice(0, many) };
  return part as Partial<Record<Name, T[]>>;
}

function withRoot(answer: Answer, change: (root: NonNullable<Answer['root']>) => NonNullable<Answer['root']>): Answer {
  return answer.root === null ? answer : { ...answer, root: change(answer.root) };
}

function withTests(answer: Answer, many: number): Answer {
  const { tests } = answer;
  return tests === undefined ? answer : { ...answer, tests: { ...tests, first: tests.first.slice(0, many) } };
}

function withSure({ sure, ...rest }: Answer, many: number): Answer {
  return sure === undefined ? rest : { ...rest, sure: { level: sure.level, ...some('because', sure.because, many) } };
}

function withPlaces(answer: Answer, change: (place: PlaceWords) => PlaceWords): Answer {
  const { evidence, waiting, tests } = answer;
  return {
    ...answer,
    ...(evidence === undefined ? {} : { evidence: evidence.map(change) }),
    ...(waiting === undefined ? {} : { waiting: waiting.map(change) }),
    ...(tests === undefined
      ? {}
      : { tests: { ...tests, first: tests.first.map(one => ({ ...one, at: change(one.at) })) } }),
  };
}

function bareName(place: PlaceWords): PlaceWords {
  const { fromProgram, ...rest } = place;
  if (fromProgram === undefined) return place;
  const { function: _, flowName: __, ...text } = fromProgram;
  return Object.keys(text).length === 0 ? rest : { ...rest, fromProgram: text };
}
