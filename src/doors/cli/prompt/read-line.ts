/** What a line at the prompt asks for. */
export type PromptAction =
  | { readonly do: 'nothing' }
  | { readonly do: 'help' }
  | { readonly do: 'leave' }
  | { readonly do: 'choose'; readonly hold: string }
  | { readonly do: 'refuse'; readonly why: string }
  /** The words of a command of `eddy`. */
  | { readonly do: 'run'; readonly words: readonly string[] };

export interface PromptPlace {
  /** The one that is shown. */
  readonly hold: string;
  readonly flow: string;
  /** Ids of all that are held. */
  readonly held: readonly string[];
}

const shorts: Readonly<Record<string, readonly string[]>> = {
  n: ['step', 'over'],
  s: ['step', 'into'],
  o: ['step', 'out'],
  c: ['resume'],
};
/** Their first word is a hold: the one that is shown, unless another is named. */
const ofHold = ['vars', 'step', 'resume'];
const plain = ['ps', 'holds', 'sessions', 'stop', 'snap', 'log', 'unset', 'off', 'dump', 'explain'];
/** Words of `eddy` that make no sense within a run. */
const elsewhere = ['run', 'runs'];

export const promptWords: readonly string[] = [
  ...ofHold,
  ...['eval', 'set', 'where', 'hold'],
  ...plain,
  ...['help', 'quit'],
].sort();

/** The words of a command, with the hold that they mean. What is no command is an expression. */
export function readPromptLine(text: string, place: PromptPlace): PromptAction {
  const line = text.trim();
  if (line === '') return { do: 'nothing' };
  const [first, ...rest] = line.split(/\s+/) as [string, ...string[]];
  const after = line.slice(first.length).trim();
  const short = shorts[first];
  // A variable can have such a name: `n + 1` is an expression.
  if (short !== undefined && rest.every(word => isWordOfHold(word, place)))
    return run(...withShort(short, rest, place));
  if (after === '' && first === 'help') return { do: 'help' };
  if (after === '' && (first === 'quit' || first === 'exit')) return { do: 'leave' };
  if (first === 'help') return run('help', ...rest);
  if (rest.includes('--watch')) return { do: 'refuse', why: '--watch is for another terminal: here you would wait.' };
  if (first === 'eval') return evaluate(after, place);
  if (first === 'set') return set(after, place);
  if (first === 'where') return run('where', ...(after === '' ? [place.flow] : rest));
  if (first === 'hold') {
    const [wanted] = rest;
    const isHold = rest.length === 1 && wanted !== undefined && (place.held.includes(wanted) || !wanted.includes(':'));
    return isHold ? { do: 'choose', hold: wanted } : run('hold', ...rest);
  }
  if (ofHold.includes(first)) return run(first, ...withHold(rest, place));
  if (plain.includes(first)) return run(first, ...rest);
  if (after === '' && elsewhere.includes(first)) return { do: 'refuse', why: `eddy ${first} is for another terminal.` };
  return evaluate(line, place);
}

function isWordOfHold(word: string, { held }: PromptPlace): boolean {
  return held.includes(word) || /^--\w/.test(word);
}

/** The words of a command after the hold. */
function withShort([name, ...more]: readonly string[], rest: readonly string[], place: PromptPlace): readonly string[] {
  return [name!, ...withHold(rest, place), ...more];
}

function withHold(words: readonly string[], { hold, held }: PromptPlace): readonly string[] {
  const names = words.includes('--all') || (words[0] !== undefined && held.includes(words[0]));
  return names ? words : [hold, ...words];
}

/** One word, so that it stays as it was typed; behind `--`, as it may start with a dash. */
function evaluate(text: string, { hold, held }: PromptPlace): PromptAction {
  const named = /^(\S+)\s+(.+)$/s.exec(text);
  if (named !== null && held.includes(named[1]!)) return run('eval', '--', named[1]!, named[2]!);
  return run('eval', '--', hold, ...(text === '' ? [] : [text]));
}

function set(text: string, { hold }: PromptPlace): PromptAction {
  const parts = /^([^\s=]+)(?:\s*=(?![=>])\s*|\s+)(.+)$/s.exec(text);
  if (parts === null) return run('set', '--', hold, ...(text === '' ? [] : [text]));
  return run('set', '--', hold, parts[1]!, parts[2]!);
}

function run(...words: readonly string[]): PromptAction {
  return { do: 'run', words };
}

export const promptHelp = `vars                  the variables there
EXPR, eval EXPR       evaluate; a line that is no command is an expression
set NAME EXPR         change a variable; it is written when the flow goes on
n, s, o               step over, into an awaited call, out to the caller (step over|into|out)
c, resume             let it go on (resume --force: also over what the program changed; resume --all)
where                 the async stack of its flow
ps, holds, sessions   the flows that are alive; what is held; what is set
explain, dump         whether a line has gates; all that is known, to a file
hold h2               show another that is held, and speak of that one
hold FILE:LINE        set a probe; stop, snap, log and unset too, as after \`eddy\`
off                   take all probes away; what they hold goes on
help COMMAND          more about a command
quit, Ctrl-D          leave the prompt; the program runs on
`;
