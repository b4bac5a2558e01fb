import { errorTable, fail, isEddyError, nearest } from '../../base/index.ts';
import { parseRunOptions } from '../../wire/protocol/index.ts';
import { commands, readWhyWords } from './commands/index.ts';
import { commandHelp, findingsHelp, generalHelp } from './help.ts';
import type { CliPorts, Exit } from './ports.ts';

/** Reads the words after `eddy`, does what they say, and tells errors of ours in one line. Never throws. */
export async function runCli(words: readonly string[], ports: CliPorts): Promise<Exit> {
  try {
    return await dispatch(words, ports);
  } catch (error) {
    return tellError(error, wantsJson(words), ports);
  }
}

async function dispatch(words: readonly string[], ports: CliPorts): Promise<Exit> {
  const [first, ...rest] = words;
  if (first === undefined) {
    ports.err(generalHelp(commands));
    return { status: errorTable['bad-usage'].exit };
  }
  if (first === '--version' || first === '-v' || first === 'version') {
    ports.out(`eddy ${ports.version}\n`);
    return { status: 0 };
  }
  if (first === 'help' || first === '--help' || first === '-h') return help(rest[0], ports);
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) throw unknownCommand(first, words);
  return command.run(rest, ports);
}

function help(topic: string | undefined, ports: CliPorts): Exit {
  if (topic === undefined) ports.out(generalHelp(commands));
  else if (topic === 'findings') ports.out(findingsHelp());
  else {
    const command = commands.find(({ name }) => name === topic);
    if (command === undefined) throw unknownCommand(topic, [topic]);
    ports.out(commandHelp(command));
  }
  return { status: 0 };
}

function unknownCommand(word: string, words: readonly string[]): Error {
  const known = [...commands.map(({ name }) => name), 'help', 'version', '--help', '--version'];
  const near = nearest(word, known);
  const isProgram = /[./]/.test(word);
  const meant = isProgram ? `eddy run ${words.join(' ')}` : near.map(one => `eddy ${one}`).join(' or ');
  return fail('bad-usage', `There is no command "${word}".`, {
    hint: `${meant === '' ? '' : `Did you mean: ${meant}? `}All commands: eddy --help.`,
    data: { word, near },
  });
}

function wantsJson([command, ...words]: readonly string[]): boolean {
  if (command !== 'run' && command !== 'test' && command !== 'why') {
    const end = words.indexOf('--');
    return words.slice(0, end < 0 ? words.length : end).includes('--json');
  }
  try {
    return (command === 'why' ? readWhyWords(words).given : parseRunOptions(words)).options.json;
  } catch {
    // The words themselves are what is wrong: what can be seen in them has to do.
    return words.includes('--json');
  }
}

function tellError(error: unknown, asJson: boolean, ports: CliPorts): Exit {
  const known = isEddyError(error);
  const code = known ? error.code : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  if (asJson) ports.err(`${JSON.stringify({ error: { code, message, ...(known ? { data: error.data } : {}) } })}\n`);
  else if (known) ports.err(message.replaceAll(/^(?=.)/gm, 'eddy: ').concat('\n'));
  else ports.err(`eddy: a failure of Eddy itself: ${error instanceof Error ? (error.stack ?? message) : message}\n`);
  return { status: known ? errorTable[error.code].exit : 70 };
}
