import { fail, nearest } from '../../base/index.ts';

export interface OptionSpec {
  readonly flag: string;
  readonly short?: string;
  /** Name of its value; absent for a switch. */
  readonly value?: string;
  /** The value may be left away: the next word is one only where it looks so. */
  readonly valueLooksLike?: RegExp;
  readonly about: string;
}

export interface OptionWord<Flag extends string = string> {
  readonly flag: Flag;
  /** Empty for a switch, and where it was left away. */
  readonly value: string;
}

export interface ReadOptions<Flag extends string> {
  readonly options: readonly OptionWord<Flag>[];
  /** The words that are no options. */
  readonly rest: string[];
}

/** Where options may stand: before the first word that is none, or among them. `--` ends them in any case. */
export type OptionsStand = 'first' | 'anywhere';

/** Reads words by a table of options, in their order. */
export function readOptions<const Specs extends readonly OptionSpec[]>(
  specs: Specs,
  words: readonly string[],
  stand: OptionsStand,
): ReadOptions<Specs[number]['flag']> {
  const options: OptionWord<Specs[number]['flag']>[] = [];
  const rest: string[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      at++;
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      if (stand === 'first') break;
      rest.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const spec = specOf(specs, equals < 0 ? word : word.slice(0, equals), stand);
    let value = equals < 0 ? undefined : word.slice(equals + 1);
    if (spec.value === undefined && value !== undefined) {
      throw fail('bad-option', `${spec.flag} takes no value, but "${value}" was given.`);
    }
    const { valueLooksLike } = spec;
    if (valueLooksLike !== undefined && value === undefined) {
      value = valueLooksLike.test(words[at + 1] ?? '') ? words[++at] : undefined;
    } else if (spec.value !== undefined) {
      value ??= words[++at];
      if (value === undefined || value === '') throw fail('bad-option', `${spec.flag} needs a value: ${spec.value}.`);
    }
    options.push({ flag: spec.flag, value: value ?? '' });
  }
  return { options, rest: [...rest, ...words.slice(at)] };
}

function specOf(specs: readonly OptionSpec[], flag: string, stand: OptionsStand): OptionSpec {
  const spec = specs.find(one => one.flag === flag || one.short === flag);
  if (spec !== undefined) return spec;
  const near = nearest(
    flag,
    specs.map(one => one.flag),
  );
  const after =
    stand === 'first'
      ? 'Options of the program itself come after its name.'
      : 'A word that starts with a dash comes after --.';
  throw fail('bad-option', `There is no option ${flag}.`, {
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}${after}`,
    data: { flag, near },
  });
}
