import { fail, nearest } from '../../base/index.ts';
import { findingKinds, isFindingKind } from './finding.ts';
import { type ProbeEvent, type ProbeKind, type ProbeSpec, probeEvents } from './probe.ts';

/** A probe as its words say it, before it has an id and a session. */
export interface ProbeWords {
  readonly kind: ProbeKind;
  readonly place: ProbeSpec['place'];
  readonly condition?: string;
  readonly text?: string;
  /** Of a hold: where its flow cannot wait, the process stops. */
  readonly orStop?: true;
}

/** `FILE:LINE[ if EXPR]`. `name` is what asked for it, as `--hold`. */
export function parseProbe(name: string, kind: Exclude<ProbeKind, 'log'>, words: string): ProbeWords {
  const { head, condition } = splitCondition(words, / if /);
  return { kind, place: parsePlace(name, head), ...withCondition(name, condition) };
}

/** `FILE:LINE=TEXT {expr}[ if EXPR]`: the condition is what follows the last ` if ` outside of braces. */
export function parseLogProbe(name: string, words: string): ProbeWords {
  const equals = /^.*?:\d+=/s.exec(words)?.[0].length;
  if (equals === undefined) {
    const place = parsePlace(name, splitCondition(words, / if /).head);
    throw fail('bad-option', `${name} ${words}: log what?`, {
      hint: `As in: ${name} '${placeWords(place)}=total is {total}'.`,
    });
  }
  const { text, condition } = splitLogText(name, words.slice(equals));
  if (text === '') throw fail('bad-option', `${name} ${words}: its text is empty.`);
  return { kind: 'log', place: parsePlace(name, words.slice(0, equals - 1)), text, ...withCondition(name, condition) };
}

const kinds: readonly ProbeKind[] = ['stop', 'hold', 'snap'];

/** `[KIND@]throw[:Name] | uncaught[:Name] | abort | scope-cancel | finding:KIND`, each `[ if EXPR]`; a snap unless told. */
export function parseEventProbe(name: string, words: string): ProbeWords {
  const { head, condition } = splitCondition(words, / if /);
  const at = head.indexOf('@');
  const kind = (at < 0 ? 'snap' : head.slice(0, at)) as ProbeKind;
  if (!kinds.includes(kind)) {
    throw fail('bad-option', `${name} ${words}: "${kind}" is none of ${kinds.join(', ')}.`, {
      hint: `As in ${name} stop@uncaught.`,
    });
  }
  return { kind, place: parseEvent(name, head.slice(at + 1)), ...withCondition(name, condition) };
}

function parseEvent(name: string, head: string): ProbeEvent {
  const colon = head.indexOf(':');
  const on = colon < 0 ? head : head.slice(0, colon);
  const rest = colon < 0 ? undefined : head.slice(colon + 1);
  if (!probeEvents.some(one => one === on)) {
    const near = nearest(on, probeEvents);
    throw fail('bad-option', `${name} ${head}: that is no kind of place.`, {
      hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}There are throw[:Name], uncaught[:Name], abort, scope-cancel, finding:KIND.`,
    });
  }
  if (on === 'finding') {
    if (rest !== undefined && isFindingKind(rest)) return { on: 'finding', kind: rest };
    const near = nearest(rest ?? '', findingKinds);
    throw fail('bad-option', `${name} ${head}: which finding?`, {
      hint: `${near.length > 0 ? `Did you mean finding:${near[0]}?` : `As in ${name} finding:lock-cycle.`} All kinds: eddy help findings.`,
    });
  }
  if (on === 'throw' || on === 'uncaught') {
    if (rest === '')
      throw fail('bad-option', `${name} ${head}: which error?`, { hint: `As in ${name} ${on}:TypeError.` });
    return rest === undefined ? { on } : { on, name: rest };
  }
  if (rest !== undefined) throw fail('bad-option', `${name} ${head}: ${on} takes no name.`);
  return { on } as ProbeEvent;
}

export function parsePlace(name: string, words: string): { file: string; line: number } {
  const [, file, digits] = /^(.+):(\d+)$/s.exec(words) ?? [];
  if (file === undefined || digits === undefined) {
    const bare = words === '' ? 'shop.ts' : words.replace(/:.*$/s, '');
    const [problem, example] = /^\d+$/.test(words)
      ? [`which file has line ${words}?`, `shop.ts:${words}`]
      : [`which line of it?`, `${bare}:42`];
    throw fail('bad-option', `${name} ${words}: ${problem}`, { hint: `As in ${name} ${example}.` });
  }
  if (/:\d+$/.test(file)) {
    throw fail('bad-option', `${name} ${words}: a place is a file and a line, without a column.`, {
      hint: `As in ${name} ${file}.`,
    });
  }
  const line = Number(digits);
  if (line < 1 || !Number.isSafeInteger(line)) {
    throw fail('bad-option', `${name} ${words}: there is no line ${digits}; lines count from 1.`);
  }
  return { file, line };
}

export function placeWords(place: ProbeSpec['place']): string {
  if ('line' in place) return `${place.file}:${place.line}`;
  if (place.on === 'finding') return `finding:${place.kind}`;
  return 'name' in place && place.name !== undefined ? `${place.on}:${place.name}` : place.on;
}

export function probeWords(probe: ProbeWords): string {
  const text = probe.text === undefined ? '' : `=${probe.text}`;
  return `${probe.kind} ${placeWords(probe.place)}${text}${probe.condition === undefined ? '' : ` if ${probe.condition}`}`;
}

interface Split {
  readonly head: string;
  readonly condition: string | undefined;
}

function splitCondition(words: string, mark: RegExp): Split {
  // `FILE:LINE if` without an expression is told as one that is empty.
  const found = mark.exec(`${words} `);
  if (found === null) return { head: words.trim(), condition: undefined };
  return { head: words.slice(0, found.index).trim(), condition: words.slice(found.index + found[0].length).trim() };
}

function withCondition(name: string, condition: string | undefined): { condition?: string } {
  if (condition === '')
    throw fail('bad-option', `${name}: what is the condition after "if"?`, { hint: 'As in: shop.ts:42 if total > 3.' });
  return condition === undefined ? {} : { condition };
}

function splitLogText(name: string, words: string): { text: string; condition: string | undefined } {
  let depth = 0;
  let mark = -1;
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '{') depth++;
    else if (words[at] === '}') depth--;
    else if (depth === 0 && words.startsWith(' if ', at)) mark = at;
    if (depth < 0) break;
  }
  if (depth !== 0) {
    throw fail('bad-option', `${name}: the braces of "${words}" do not match.`, {
      hint: 'Between { and } stands an expression.',
    });
  }
  if (mark < 0) return { text: words, condition: undefined };
  return { text: words.slice(0, mark), condition: words.slice(mark + 4).trim() };
}
