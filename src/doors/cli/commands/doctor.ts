import { fail } from '../../../base/index.ts';
import { parseDuration, readOptions } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import { doctorRow, doctorSum, paintFor } from '../words/index.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  usage: '[options]',
  about:
    'Try whether Eddy works here: what is installed, where it writes and listens, and a session on a real program.',
  options: [
    { flag: '--within', value: 'TIME', about: 'How long all of it may take: 5s unless told.' },
    jsonSpec,
    helpSpec,
  ],
  details: [
    'Each row is something that was tried, with what was observed: ok, warn (something will not work, the rest will), FAIL, or - (not tried, with the reason). A row that is not well says what to do. The last rows are one session: a small server is started under Eddy, a request is held by its header while others are served, its variables are read, it is let go; and nothing is left behind.',
    'It takes about a second, five at most; Ctrl-C cleans up. Status: 0 when nothing failed, else 1.',
  ],
  examples: ['eddy doctor', 'eddy doctor --json'],
  async run(words, ports) {
    const { options, rest } = readOptions(doctorCommand.options, words, 'anywhere');
    const has = (wanted: string) => options.some(({ flag }) => flag === wanted);
    if (has('--help')) {
      ports.out(commandHelp(doctorCommand));
      return { status: 0 };
    }
    if (rest.length > 0) {
      throw fail('bad-usage', `eddy doctor: what is "${rest[0]}" for?`, { hint: 'It takes no words.' });
    }
    if (ports.doctor === undefined) throw fail('not-built', 'There is no plane here to try it with.');
    const paint = paintFor(ports.outColours);
    const within = options.findLast(({ flag }) => flag === '--within')?.value;
    const { rows, interrupted } = await ports.doctor({
      ...(within === undefined ? {} : { withinMs: parseDuration('--within', within) }),
      onRow(row) {
        if (!has('--json')) ports.out(doctorRow(row, paint));
      },
    });
    const failed = rows.filter(({ state }) => state === 'fail').length;
    if (has('--json')) {
      const note = interrupted === undefined ? {} : { interrupted };
      ports.out(`${JSON.stringify({ version: 1, eddy: ports.version, failed, rows, ...note })}\n`);
    } else if (interrupted === undefined) {
      ports.out(doctorSum(rows));
    }
    return interrupted === undefined ? { status: failed === 0 ? 0 : 1 } : { signal: interrupted };
  },
};
