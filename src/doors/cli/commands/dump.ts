import { fail } from '../../../base/index.ts';
import { readOptions } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { controlCommand } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import type { CliPorts } from '../ports.ts';
import { count } from '../words/index.ts';
import { dumpProcess, processSpecs } from './dump-process.ts';
import { writeDump } from './write-dump.ts';

/** Of a run: what its hub knows. */
const dumpRun = controlCommand({
  name: 'dump',
  usage: '[PID] [FILE] [options]',
  about: 'Write all that is known now to a file: flows with their async stacks, holds, sessions.',
  options: [],
  details: [
    'One JSON document. FILE is eddy-dump-PID.json unless told; - is standard output. A file that is there already is replaced only when you name it.',
    'PID is a process. One that runs under Eddy: the dump of its run. A Node process that was started without us: its inspector is opened by SIGUSR1, its heap tells which async functions wait and how many, a few of each are looked at for their line and locals, and the inspector is closed again. The process stands still while its heap is written down. Above one second that is asked for: --yes.',
    'Status: 0 when it is written; 2 when it was refused, or the process has ended; 75 when the process did not answer, as one that is blocked, or its inspector was closed by another or could not be closed.',
  ],
  examples: ['eddy dump', 'eddy dump - | less', 'eddy dump 4711', 'eddy dump 4711 hung.json --yes --budget 10s'],
  mayHave: 1,
  async run({ hub, words, ports, json, answer }) {
    const document = await hub.ask('dump', {});
    const { targets } = document;
    const [named] = words;
    const file = writeDump(document, { named, fallback: `eddy-dump-${hub.run.pid}.json`, json }, ports);
    if (file === undefined) return { status: 0 };
    const flows = targets.reduce((sum, { activity }) => sum + (activity?.flows.length ?? 0), 0);
    const silent = targets.filter(({ activity }) => activity === undefined).length;
    return answer({ file, flows, targets: targets.length, silent }, () => {
      const note = silent === 0 ? '' : `; ${silent} of them did not answer, their last words are in it`;
      return `${file}: ${count(flows, 'flow')} of ${count(targets.length, 'target')}${note}\n`;
    });
  },
});

export const dumpCommand: Command = {
  ...dumpRun,
  options: [...processSpecs, ...dumpRun.options],
  async run(words, ports) {
    const { options, rest } = readOptions(dumpCommand.options, words, 'anywhere');
    const [first = '', ...more] = rest;
    if (options.some(({ flag }) => flag === '--help')) {
      ports.out(commandHelp(dumpCommand));
      return { status: 0 };
    }
    const own = options.filter(({ flag }) => processSpecs.some(spec => spec.flag === flag));
    const isPid = /^\d+$/.test(first);
    if (!isPid && own[0] !== undefined)
      throw fail('bad-usage', `eddy dump: ${own[0].flag} is for the dump of a process: which?`, {
        hint: 'As in: eddy dump 4711 --yes.',
      });
    const others = options
      .filter(one => !own.includes(one))
      .flatMap(({ flag, value }) => [flag, ...[value].filter(Boolean)]);
    if (!isPid) return dumpRun.run([...others, '--', ...rest], ports);
    if (more[1] !== undefined)
      throw fail('bad-usage', `eddy dump: what is "${more[1]}" for?`, { hint: 'As in: eddy dump 4711 hung.json.' });
    if (await isUnderEddy(Number(first), ports)) return dumpRun.run([...others, '--run', first, '--', ...more], ports);
    return dumpProcess({ pid: Number(first), options, file: more[0] }, ports);
  },
};

async function isUnderEddy(pid: number, ports: CliPorts): Promise<boolean> {
  const runs = await ports.runs();
  return runs.some(run => run.pid === pid || run.pids.includes(pid));
}
