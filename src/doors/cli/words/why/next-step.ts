import type { Finding } from '../../../../wire/protocol/index.ts';
import type { NextWords } from './answer.ts';
import type { Observation, Spot, Uncaught, Waiting } from './observation.ts';
import { told } from './quoted.ts';
import { tellingRoles } from './rules.ts';

export interface Known {
  readonly root?: Finding;
  readonly uncaught?: Uncaught;
  readonly waiting: readonly Waiting[];
  /** Something told what it did. */
  readonly isSeen: boolean;
  /** Tests failed or hang. */
  readonly hasTests: boolean;
}

/** The one command that says more: it acts at a place that was seen, so it finds it again. */
export function nextStep({ root, uncaught, waiting, isSeen, hasTests }: Known, seen: Observation): NextWords {
  const eddy = (words: readonly string[], why: string): NextWords => ({
    command: ['eddy', ...words, ...seen.kept, '--', ...seen.words].map(shellWord).join(' '),
    why,
  });
  const run = (words: readonly string[], why: string) => eddy(['run', ...words], why);
  const hold = (spot: Spot) =>
    // No flow is held alone in Python.
    spot.file.endsWith('.py')
      ? snap(spot, 'this line, before it awaits')
      : run(
          ['--hold', `${spot.file}:${spot.line}`, '--hold-for', '10s', '--max-hits', '1'],
          'The flow that comes to this line waits there for 10 s, with its variables shown, before it awaits.',
        );
  const snap = (spot: Spot, what: string) =>
    run(
      ['--snap', `${spot.file}:${spot.line}`, '--max-hits', '5'],
      `Shows the variables of each flow that comes to ${what}; nobody waits.`,
    );
  if (!isSeen) return { command: 'eddy doctor', why: 'Nothing told what it did: this says whether Eddy works here.' };
  if (root !== undefined) {
    for (const role of tellingRoles) {
      const site = root.sites[role];
      if (site === undefined || !isUsable(site, seen)) continue;
      return role === 'awaiting' ? hold(site) : snap(site, `the line of "${role}"`);
    }
    const awaited = waiting.find(one => root.flows.some(({ id }) => id === one.flow) && isUsable(one, seen));
    if (awaited !== undefined) return hold(awaited);
    return run(['--on', `finding:${root.kind}`], 'Takes the flow and its stack when it is seen again.');
  }
  if (hasTests)
    return eddy(['test'], 'Says of each test that failed or hangs where it was, and what its functions had there.');
  if (uncaught?.site !== undefined && isUsable(uncaught.site, seen)) return snap(uncaught.site, 'the line that threw');
  const awaited = waiting.find(one => isUsable(one, seen));
  if (awaited !== undefined) return hold(awaited);
  const failed = seen.result.end.how === 'signal' || seen.result.end.code !== 0;
  if (failed) return run(['--on', 'throw', '--max-hits', '20'], 'Shows where errors are thrown, the caught ones too.');
  return run(['--report', 'eddy-report.json', '--fail-on', 'any'], 'Keeps all that was seen, for a longer run.');
}

/** A file of the program's own that is on disk: there gates are, and its name is no invention. */
function isUsable({ file, line }: Spot, { source }: Observation): boolean {
  return (
    line > 0 &&
    source.has(file) &&
    !file.includes('/node_modules/') &&
    !file.includes('/site-packages/') &&
    !/ if |:\d+$/.test(file) &&
    told(file, file.length) === file
  );
}

function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = [...word].map(char => {
    if (char === "'" || char === '\\') return `\\${char}`;
    return /\p{Cc}/u.test(char) ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char;
  });
  return `$'${escaped.join('')}'`;
}
