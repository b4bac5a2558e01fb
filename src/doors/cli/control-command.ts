import { fail } from '../../base/index.ts';
import { type OptionSpec, type OptionWord, readOptions } from '../../wire/protocol/index.ts';
import type { Hub } from '../client/index.ts';
import type { Command } from './command.ts';
import { commandHelp } from './help.ts';
import type { CliPorts, Exit } from './ports.ts';
import { type Paint, paintFor } from './words/index.ts';

/** A command that speaks to a run from another terminal. */
export interface ControlRecord extends Omit<Command, 'run' | 'details'> {
  readonly details?: readonly string[];
  /** What each word is, for who leaves it away: "which flow?". As many are needed. */
  readonly needs?: readonly string[];
  /** How many words there can be beyond; none unless told. */
  readonly mayHave?: number;
  /** Throws what is wrong with the words, before the run is dialled. */
  check?(words: readonly string[], options: readonly OptionWord[]): void;
  run(call: ControlCall): Promise<Exit>;
}

export interface ControlCall {
  readonly hub: Hub;
  readonly ports: CliPorts;
  readonly words: readonly string[];
  readonly options: readonly OptionWord[];
  readonly json: boolean;
  readonly paint: Paint;
  has(flag: string): boolean;
  /** The last one that was given. */
  value(flag: string): string | undefined;
  /** One JSON document, or the text where JSON was not asked for. */
  answer(document: unknown, text: () => string): Exit;
}

export const jsonSpec = { flag: '--json', about: 'The answer as JSON.' } as const satisfies OptionSpec;
export const helpSpec = { flag: '--help', short: '-h', about: 'Show this help.' } as const satisfies OptionSpec;
const runSpec = {
  flag: '--run',
  value: 'NAME|PID',
  about: 'Which run, where there are several: its --name, Eddy’s pid, or one of the program’s.',
} as const satisfies OptionSpec;

/** The whole command: words are read before the run is dialled, so that what is wrong with them changes nothing. */
export function controlCommand(record: ControlRecord): Command {
  const command: Command = {
    ...record,
    details: record.details ?? [],
    options: [...record.options, runSpec, jsonSpec, helpSpec],
    async run(words, ports) {
      const { options, rest } = readOptions(command.options, words, 'anywhere');
      const has = (flag: string) => options.some(word => word.flag === flag);
      const value = (flag: string) => options.findLast(word => word.flag === flag)?.value;
      if (has('--help')) {
        ports.out(commandHelp(command));
        return { status: 0 };
      }
      mustHave(record, rest);
      record.check?.(rest, options);
      const hub = await ports.dial(value('--run'));
      const json = has('--json');
      const answer = (document: unknown, text: () => string): Exit => {
        ports.out(json ? `${JSON.stringify(document)}\n` : text());
        return { status: 0 };
      };
      try {
        const paint = paintFor(ports.outColours);
        return await record.run({ hub, ports, words: rest, options, json, paint, has, value, answer });
      } finally {
        hub.close();
      }
    },
  };
  return command;
}

function mustHave({ name, needs = [], mayHave = 0, examples }: ControlRecord, words: readonly string[]): void {
  const example = `As in: ${examples[0]}. More: eddy help ${name}.`;
  const missing = needs[words.length];
  if (missing !== undefined) throw fail('bad-usage', `eddy ${name}: ${missing}`, { hint: example });
  const extra = words[needs.length + mayHave];
  if (extra !== undefined) throw fail('bad-usage', `eddy ${name}: what is "${extra}" for?`, { hint: example });
}
