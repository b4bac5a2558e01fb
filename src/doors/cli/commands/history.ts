import { fail } from '../../../base/index.ts';
import { type OptionWord, readOptions, type StoredRun, sayDuration } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import { commandHelp } from '../help.ts';
import type { CliPorts, Exit, Past } from '../ports.ts';
import { count, oneLine, paintFor, place, table } from '../words/index.ts';
import { defaultHub } from './serve.ts';

const hubSpec = { flag: '--hub', value: 'NAME', about: 'Of which hub, where there are several.' } as const;
const storeSpec = {
  flag: '--store',
  value: 'FILE',
  about: 'What a hub left in this file, where none is running.',
} as const;
const limitSpec = { flag: '--limit', value: 'N', about: 'At most so many; 50 unless told.' } as const;
const runSpec = { flag: '--run', value: 'NAME|ID', about: 'Which run; the newest unless told.' } as const;

export const historyCommand: Command = {
  name: 'history',
  usage: '[options]',
  about: 'List the runs and sessions that there were.',
  details: [
    'Of the hub that is there, or of what it kept when it is not. A run that ends without a hub to see it is not in it.',
  ],
  options: [limitSpec, hubSpec, storeSpec, jsonSpec, helpSpec],
  examples: ['eddy history', 'eddy history --json --limit 10'],
  run: (words, ports) =>
    withPast(historyCommand, words, ports, (options, isJson) => {
      const limit = countOf(options, '--limit') ?? 50;
      const hub = options.findLast(word => word.flag === '--hub')?.value ?? defaultHub;
      return past => tellHistory(past, { limit, hub, isJson }, ports);
    }),
};

export const reportCommand: Command = {
  name: 'report',
  usage: '[options]',
  about: 'Say what was found in a run, or seen by a session.',
  details: ['--json: the whole report of the run, as --report writes it; of a session, it and its events.'],
  options: [
    runSpec,
    { flag: '--session', value: 'NAME|ID', about: 'What a session saw, rather than a run.' },
    hubSpec,
    storeSpec,
    jsonSpec,
    helpSpec,
  ],
  examples: ['eddy report', 'eddy report --run shop --json', 'eddy report --session ann'],
  run: (words, ports) =>
    withPast(reportCommand, words, ports, (options, isJson) => async past => {
      const wanted = options.findLast(word => word.flag === '--session')?.value;
      if (wanted !== undefined) {
        await tellSession(past, wanted, ports, isJson);
        return;
      }
      const run = options.findLast(word => word.flag === '--run')?.value;
      const { report } = await past.ask('report', run === undefined ? {} : { run });
      if (isJson) {
        ports.out(`${JSON.stringify(report)}\n`);
        return;
      }
      const { findings, flows, started, targets } = report;
      const lines = findings.flatMap(finding => [
        `${finding.kind} (${finding.severity}, ${finding.count}×): ${oneLine(finding.message)}`,
        ...Object.entries(finding.sites).map(([role, site]) => `  ${role} ${place(site, ports.cwd)}`),
        `  ${oneLine(finding.hint)}`,
      ]);
      const head = `since ${new Date(started).toISOString()}: ${count(targets.length, 'target')}, ${count(flows.total, 'flow')}, ${count(findings.length, 'finding')}`;
      ports.out([head, ...lines].map(line => `${line}\n`).join(''));
    }),
};

export const exportCommand: Command = {
  name: 'export',
  usage: '--ndjson FILE | --trace FILE [options]',
  about: 'Write the events of a run: as lines of JSON, or as a trace that Perfetto opens.',
  details: [
    '- writes to standard output. Open a trace at ui.perfetto.dev, or in the tracing page of a browser: it stays on your machine.',
  ],
  options: [
    runSpec,
    { flag: '--ndjson', value: 'FILE', about: 'One event a line.' },
    { flag: '--trace', value: 'FILE', about: 'Flows as tracks, with what they waited for, held and found.' },
    hubSpec,
    storeSpec,
    jsonSpec,
    helpSpec,
  ],
  examples: ['eddy export --trace shop.trace.json', 'eddy export --run shop --ndjson - | head'],
  run: (words, ports) =>
    withPast(exportCommand, words, ports, (options, isJson) => {
      const chosen = options.filter(({ flag }) => flag === '--ndjson' || flag === '--trace');
      if (chosen.length !== 1) {
        throw fail('bad-usage', 'eddy export: as what?', {
          hint: 'One of --ndjson FILE and --trace FILE, as in: eddy export --trace shop.trace.json.',
        });
      }
      const [{ flag, value: file }] = chosen as [OptionWord];
      const wanted = options.findLast(word => word.flag === '--run')?.value;
      const hub = options.findLast(word => word.flag === '--hub')?.value ?? defaultHub;
      return async past => {
        const { runs } = await past.ask('history', {});
        const run = runs.find(one => wanted === undefined || one.id === wanted || one.name === wanted);
        if (run === undefined) {
          throw fail('unknown-id', wanted === undefined ? 'No run was kept.' : `No run "${wanted}" was kept.`, {
            hint:
              runs.length === 0
                ? `Programs join a hub with: eddy run --hub ${hub} shop.ts.`
                : 'Which there were: eddy history.',
          });
        }
        const events = await ports.plane.export({
          past,
          run: run.id,
          as: flag === '--trace' ? 'trace' : 'ndjson',
          file,
        });
        if (file === '-') return;
        ports.out(
          isJson
            ? `${JSON.stringify({ run: run.id, events, file })}\n`
            : `${file}: ${events} events of run ${run.id}\n`,
        );
      };
    }),
};

interface Asked {
  readonly limit: number;
  /** As programs would join it. */
  readonly hub: string;
  readonly isJson: boolean;
}

async function tellHistory(past: Past, { limit, hub, isJson }: Asked, ports: CliPorts): Promise<void> {
  const { runs, sessions } = await past.ask('history', { limit });
  if (isJson) {
    ports.out(`${JSON.stringify({ runs, sessions })}\n`);
    return;
  }
  if (runs.length === 0 && sessions.length === 0) {
    ports.out(`nothing was kept yet; programs join a hub with: eddy run --hub ${hub} shop.ts\n`);
    return;
  }
  const paint = paintFor(ports.outColours);
  const rows = runs.map(run => [
    new Date(run.started).toISOString(),
    run.id,
    run.name ?? '-',
    endOf(run),
    run.words.join(' '),
  ]);
  ports.out(table(['STARTED', 'RUN', 'NAME', 'END', 'PROGRAM'], rows, paint));
  if (sessions.length === 0) return;
  const lines = sessions.map(({ session }) => [
    new Date(session.openedAt).toISOString(),
    session.id,
    session.name,
    String(session.statistics.hits),
    session.closedAt === undefined ? 'open' : `closed after ${sayDuration(session.closedAt - session.openedAt)}`,
  ]);
  ports.out(`\n${table(['OPENED', 'SESSION', 'NAME', 'HITS', 'STATE'], lines, paint)}`);
}

/** What is wrong with the words is said before any hub is asked: `run` reads them, and gives what asks. */
async function withPast(
  command: Command,
  words: readonly string[],
  ports: CliPorts,
  run: (options: readonly OptionWord[], isJson: boolean) => (past: Past) => Promise<void>,
): Promise<Exit> {
  const { options, rest } = readOptions(command.options, words, 'anywhere');
  const value = (flag: string) => options.findLast(word => word.flag === flag)?.value;
  if (options.some(({ flag }) => flag === '--help')) {
    ports.out(commandHelp(command));
    return { status: 0 };
  }
  if (rest.length > 0)
    throw fail('bad-usage', `eddy ${command.name}: what is "${rest[0]}" for?`, {
      hint: `As in: ${command.examples[0]}.`,
    });
  const ask = run(
    options,
    options.some(({ flag }) => flag === '--json'),
  );
  const past = await ports.plane.past(value('--hub'), value('--store'));
  try {
    await ask(past);
  } finally {
    past.close();
  }
  return { status: 0 };
}

async function tellSession(past: Past, wanted: string, ports: CliPorts, isJson: boolean): Promise<void> {
  const { sessions } = await past.ask('history', {});
  const found = sessions.find(({ session }) => session.id === wanted || session.name === wanted)?.session;
  if (found === undefined) {
    throw fail('unknown-id', `No session "${wanted}" was kept.`, { hint: 'Which there were: eddy history.' });
  }
  const { events } = await past.ask('events', { session: found.id, since: found.openedAt });
  if (isJson) {
    ports.out(`${JSON.stringify({ session: found, events: events.map(({ event }) => event) })}\n`);
    return;
  }
  const { hits, holds, stops, snaps, logs } = found.statistics;
  const lines = [
    `session ${found.name} (${found.id}): ${count(hits, 'hit')}: ${count(holds, 'hold')}, ${count(stops, 'stop')}, ${count(snaps, 'snap')}, ${count(logs, 'log')}`,
    ...events.map(({ event: { at, kind, data } }) => {
      const where =
        typeof data.file === 'string'
          ? ` ${place({ file: data.file, line: Number(data.line), function: '' }, ports.cwd)}`
          : '';
      const text = typeof data.text === 'string' ? `: ${oneLine(data.text)}` : '';
      return `  ${new Date(at).toISOString()} ${kind}${where}${text}`;
    }),
  ];
  ports.out(lines.map(line => `${line}\n`).join(''));
}

function endOf({ ended, end, started }: StoredRun): string {
  if (ended === undefined) return 'not seen';
  return `${howOf(end)} after ${sayDuration(ended - started)}`;
}

function howOf(end: StoredRun['end']): string {
  if (end?.how === 'signal') return end.signal;
  if (end?.how === 'exit') return end.code === undefined ? 'ended' : `status ${end.code}`;
  return end?.how ?? 'ended';
}

function countOf(options: readonly OptionWord[], flag: string): number | undefined {
  const value = options.findLast(word => word.flag === flag)?.value;
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
  throw fail('bad-option', `${flag} ${value} is no number from 1 on.`, { hint: `As in ${flag} 10.` });
}
