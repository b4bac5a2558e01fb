import { fail, isEddyError } from '../../../base/index.ts';
import { type OptionSpec, type OptionWord, parseDuration, type UnpreparedDump } from '../../../wire/protocol/index.ts';
import type { CliPorts, Exit } from '../ports.ts';
import { oneLine, paintFor, unpreparedLines } from '../words/index.ts';
import { mustBeWritable, writeDump } from './write-dump.ts';

export const processSpecs = [
  {
    flag: '--yes',
    short: '-y',
    about: 'Of a process: although it stands still for more than a second, or its script names SIGUSR1.',
  },
  {
    flag: '--budget',
    value: 'TIME',
    about: 'Of a process: how long calls are looked at for line and locals; 5s unless told.',
  },
  {
    flag: '--samples',
    value: 'N',
    about: 'Of a process: how many calls of each function are looked at, at most; 5 unless told.',
  },
] as const satisfies readonly OptionSpec[];

export interface ProcessDump {
  readonly pid: number;
  readonly options: readonly OptionWord[];
  /** As the user named it. */
  readonly file: string | undefined;
}

const defaultBudgetMs = 5_000;
const defaultSamples = 5;
const maxSamples = 1_000;

/** Of a process that was started without us. */
export async function dumpProcess({ pid, options, file }: ProcessDump, ports: CliPorts): Promise<Exit> {
  const value = (flag: string) => options.findLast(word => word.flag === flag)?.value;
  const json = value('--json') !== undefined;
  const budget = value('--budget');
  const fallback = `eddy-dump-${pid}.json`;
  const budgetMs = budget === undefined ? defaultBudgetMs : parseDuration('--budget', budget);
  const samples = samplesOf(value('--samples'));
  // Before the process is made to stand still for it.
  mustBeWritable({ named: file, fallback, json }, ports);
  if (ports.dumpProcess === undefined) throw fail('refused', 'No process can be looked into here.');
  const stop = new AbortController();
  let interrupt: NodeJS.Signals | undefined;
  const listen = async () => {
    interrupt = await ports.plane.interrupted();
    ports.err(`eddy: ${interrupt}: process ${pid} is let go as soon as it answers.\n`);
    stop.abort(fail('cancelled', `Interrupted: process ${pid} was let go.`));
  };
  void listen().catch(() => {});
  let dump: UnpreparedDump;
  try {
    dump = await ports.dumpProcess({
      pid,
      yes: value('--yes') !== undefined,
      budgetMs,
      samples,
      signal: stop.signal,
      tell: text => ports.err(`eddy: ${oneLine(text)}\n`),
    });
  } catch (error) {
    if (interrupt === undefined || !isEddyError(error, 'cancelled')) throw error;
    ports.err(`eddy: ${oneLine(error.message)}\n`);
    return { signal: interrupt };
  }
  const written = writeDump(dump, { named: file, fallback, json }, ports);
  const status = dump.inspector.isOpen && !dump.inspector.wasOpen ? 75 : 0;
  if (written === undefined) return { status };
  const { waiting, idle, looked, sampled } = dump;
  const look = { cwd: ports.cwd, paint: paintFor(ports.outColours) };
  ports.out(
    json
      ? `${JSON.stringify({ file: written, waiting, idle, looked, sampled })}\n`
      : `${[...unpreparedLines(dump, look), `${written}: all of it`].join('\n')}\n`,
  );
  return { status };
}

function samplesOf(word: string | undefined): number {
  if (word === undefined) return defaultSamples;
  const samples = Number(word);
  if (/^\d+$/.test(word) && samples <= maxSamples) return samples;
  throw fail('bad-option', `--samples ${word}: that is no number from 0 to ${maxSamples}.`, {
    hint: 'As in --samples 20.',
  });
}
