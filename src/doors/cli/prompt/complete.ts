import { promptWords } from './read-line.ts';

export interface Completable {
  /** Ids of what is held. */
  readonly held: readonly string[];
  /** Of the variables in reach. */
  readonly names: readonly string[];
}

const ofHold = ['vars', 'step', 'resume', 'hold'];
const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What the last word of a line can become, and that word: as readline wants it. */
export function completeLine(line: string, { held, names }: Completable): [string[], string] {
  const begun = line.trimStart();
  const [command = '', ...rest] = begun.split(/\s+/);
  const last = rest.at(-1);
  if (last === undefined && /^\w*$/.test(begun)) return among(begun, [...promptWords, ...names]);
  if (last !== undefined && command === 'help') return among(last, promptWords);
  if (last !== undefined && ofHold.includes(command)) {
    const more = command === 'step' ? ['over', 'into', 'out'] : command === 'resume' ? ['--all', '--force'] : [];
    return among(last, [...held, ...more]);
  }
  const part = identifier.exec(line)?.[0] ?? '';
  // A property's name is not in reach.
  if (line.slice(0, line.length - part.length).endsWith('.')) return [[], part];
  return among(part, names);
}

function among(part: string, words: readonly string[]): [string[], string] {
  return [[...new Set(words)].filter(word => word.startsWith(part)), part];
}
