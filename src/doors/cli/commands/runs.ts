import { fail } from '../../../base/index.ts';
import { readOptions, sayDuration } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import { paintFor, table } from '../words/index.ts';

export const runsCommand: Command = {
  name: 'runs',
  usage: '[options]',
  about: 'List the programs that run under Eddy now, of this user.',
  details: ['Every other command takes --run NAME|PID when there are several.'],
  options: [jsonSpec, helpSpec],
  examples: ['eddy runs'],
  async run(words, ports) {
    const { options, rest } = readOptions(runsCommand.options, words, 'anywhere');
    if (options.some(({ flag }) => flag === '--help')) {
      ports.out(commandHelp(runsCommand));
      return { status: 0 };
    }
    if (rest.length > 0)
      throw fail('bad-usage', `eddy runs: what is "${rest[0]}" for?`, { hint: 'It takes no words.' });
    const runs = await ports.runs();
    if (options.some(({ flag }) => flag === '--json')) {
      ports.out(`${JSON.stringify({ runs })}\n`);
    } else if (runs.length === 0) {
      ports.out('no program runs under Eddy now\n');
    } else {
      const now = ports.clock.now();
      const rows = runs.map(run => [
        String(run.pid),
        run.name ?? '-',
        sayDuration(now - run.started),
        run.pids.join(', ') || '-',
        run.words.join(' '),
      ]);
      ports.out(table(['PID', 'NAME', 'AGE', 'PROCESSES', 'PROGRAM'], rows, paintFor(ports.outColours)));
    }
    return { status: 0 };
  },
};
