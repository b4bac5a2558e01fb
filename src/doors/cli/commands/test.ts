import { fail } from '../../../base/index.ts';
import { parseRunOptions, runOptionSpecs } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { commandHelp } from '../help.ts';
import { runOnce } from './run.ts';

const ofRunsAlone: ReadonlySet<string> = new Set(['--watch', '--watch-path', '--wait']);

export const testCommand: Command = {
  name: 'test',
  usage: '[options] [--] RUNNER [its own words]',
  about: 'Run tests unchanged, and say where those that fail or hang are, and what they have there.',
  options: runOptionSpecs.filter(({ flag }) => !ofRunsAlone.has(flag)),
  details: [
    'RUNNER is what starts the tests: node --test, mocha, vitest, jest, npm test, npx …; what is not on PATH is looked for in node_modules/.bin. Each test of node:test, mocha, vitest and jest is a flow with its full name. What the runner prints, and its status, are what they are without us.',
    'At the end, for each test that failed or hangs: what it failed with, the line where its functions wait or were last, with the names that they had before that line, who called them, what its flow holds, and findings of it. The same is in `tests` of --report and --json, and each comes as an event `test` with --events.',
    'Probes act in tests as in any program; --match flow:… is not needed for a test of a name: --match task:GLOB meets tasks alone. A test that is held has its runner’s limit all the same, and fails when that is over before it goes on. Give it a longer one: node --test-timeout=0, mocha --timeout 0, vitest --test-timeout=0, jest --testTimeout=600000.',
    'vitest and jest load modules past Node’s loader; Eddy sees them nevertheless, and needs no plugin. Where V8 counts coverage, files are left as they are: their places are not known then.',
  ],
  examples: [
    'eddy test -- node --test',
    'eddy test -- npx vitest run',
    'eddy test --report tests.json -- npm test',
    'eddy test --hold src/cart.ts:42 --hold-for 4m -- vitest run --test-timeout=0 cart',
  ],
  async run(words, ports) {
    const given = parseRunOptions(words);
    if (given.options.help) {
      ports.out(commandHelp(testCommand));
      return { status: 0 };
    }
    const wrong = given.flags.find(flag => ofRunsAlone.has(flag));
    if (wrong !== undefined)
      throw fail('bad-option', `${wrong} is an option of eddy run.`, {
        hint:
          wrong === '--wait'
            ? 'Hold a line instead: --hold FILE:LINE.'
            : 'Runners watch by themselves: vitest, jest --watch.',
      });
    const [runner, ...rest] = given.rest;
    if (runner === undefined)
      throw fail('bad-usage', 'eddy test: which runner?', {
        hint: 'As in: eddy test -- node --test. More: eddy help test.',
      });
    const { watch: _, ...options } = ports.config?.load(given) ?? given.options;
    if (options.dashboard !== undefined && ports.page === undefined) throw fail('refused', 'No page is served here.');
    const holds = options.probing.probes.some(({ kind }) => kind === 'hold' || kind === 'stop');
    if (holds && !options.quiet && !options.json)
      ports.err(
        'eddy: a test that is held has its runner’s limit all the same: eddy help test says how to lengthen it.\n',
      );
    return runOnce([runner, ...rest], { ...options, tests: true }, ports);
  },
};
