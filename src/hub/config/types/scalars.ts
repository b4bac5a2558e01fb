import { nearest } from '../../../base/index.ts';
import { found, type KeyType, type Plain, type Read, wrong } from '../key.ts';

const maxText = 4096;

export const flag: KeyType<boolean> = {
  name: 'true or false',
  json: { type: 'boolean' },
  read: value =>
    typeof value === 'boolean'
      ? { value }
      : wrong(`${found(value)} is neither true nor false.`, typeof value === 'string' ? meantFlag(value) : []),
  readText(text) {
    if (text === 'true' || text === '1') return { value: true };
    if (text === 'false' || text === '0') return { value: false };
    return wrong(`${found(text)} is neither true nor false.`, meantFlag(text));
  },
  show: value => value,
};

function meantFlag(text: string): string[] {
  if (/^(yes|on|y|true)$/i.test(text)) return ['true'];
  return /^(no|off|n|false)$/i.test(text) ? ['false'] : [];
}

/** One line of text that is not empty. */
export function text(name: string, rule?: { readonly pattern: RegExp; readonly says: string }): KeyType<string> {
  const read = (value: Plain): Read<string> => {
    if (typeof value !== 'string' || value === '') return wrong(`${found(value)} is no ${name}.`);
    if (value.length > maxText) return wrong(`a text of ${value.length} characters is too long for a ${name}.`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\u0000-\u001f\u007f]/.test(value)) return wrong(`${found(value)} has control characters in it.`);
    if (rule !== undefined && !rule.pattern.test(value)) return wrong(`${found(value)} is no ${name}: ${rule.says}.`);
    return { value };
  };
  const pattern = rule === undefined ? {} : { pattern: rule.pattern.source };
  return { name, json: { type: 'string', minLength: 1, ...pattern }, read, readText: read, show: value => value };
}

/** A value that may be left out; then nothing of that kind is done. */
export function optional<T>(type: KeyType<T>): KeyType<T | undefined> {
  return {
    ...type,
    json: type.json,
    read: value => type.read(value),
    readText: given => type.readText(given),
    show: value => (value === undefined ? null : type.show(value)),
  };
}

export function count(least: number, most: number, unit?: string): KeyType<number> {
  const read = (value: Plain): Read<number> => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return wrong(`${found(value)} is no whole number.`);
    return value >= least && value <= most ? { value } : wrong(`${value} is not between ${least} and ${most}.`);
  };
  return {
    name: 'number',
    ...(unit === undefined ? {} : { unit }),
    json: { type: 'integer', minimum: least, maximum: most },
    read,
    readText: given => read(/^-?\d{1,16}$/.test(given) ? Number(given) : given),
    show: value => value,
  };
}

export function choice<const C extends string>(choices: readonly C[], name = 'word'): KeyType<C> {
  const read = (value: Plain): Read<C> => {
    const one = choices.find(known => known === value);
    if (one !== undefined) return { value: one };
    const all = choices.length > 8 ? `no ${name}` : `none of ${choices.join(', ')}`;
    return wrong(`${found(value)} is ${all}.`, typeof value === 'string' ? nearest(value.slice(0, 100), choices) : []);
  };
  return {
    name: choices.length > 8 ? name : choices.join(' | '),
    json: { enum: choices },
    read,
    readText: read,
    show: value => value,
  };
}

/** What a parser of ours takes: its error is ours to tell. */
export function words<T>(name: string, parse: (text: string) => T, show: (value: T) => string): KeyType<T> {
  const read = (value: Plain): Read<T> => {
    if (typeof value !== 'string' || value === '') return wrong(`${found(value)} is no ${name}.`);
    if (value.length > maxText) return wrong(`a text of ${value.length} characters is too long for a ${name}.`);
    try {
      return { value: parse(value) };
    } catch (error) {
      // Parsers of the command line name their flag; here the key stands before it.
      return wrong((error as Error).message.replace(/^--[\w-]+:? /, ''));
    }
  };
  return { name, json: { type: 'string', minLength: 1 }, read, readText: read, show };
}
