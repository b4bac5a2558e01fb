import { fail } from '../../../base/index.ts';
import { type OptionWord, parseDuration, readOptions } from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { helpSpec, jsonSpec } from '../control-command.ts';
import type { FullScreen } from '../full-screen.ts';
import { commandHelp } from '../help.ts';
import type { CliPorts, Exit } from '../ports.ts';
import { documentOf, findTab, type SortBy, Top, TopBook, TopLine, textOf } from '../top/index.ts';
import { filterKeys } from '../words/index.ts';

const defaultEveryMs = 1_000;
const leastEveryMs = 100;

export const topCommand: Command = {
  name: 'top',
  usage: '[options] [RUN]',
  about: 'Show flows, findings, locks and processes in this terminal, live.',
  details: [
    'RUN is its name, Eddy’s pid, or one of the program’s; the only one that there is unless told. Of a hub that stays: all its runs, or the one that is named.',
    'Keys: arrows and PgUp, PgDn choose a row, Enter opens it (the await chain of a flow, the stacks of a finding), 1-4 or Tab change the tab, s sorts by the next column, r turns the order round, / filters, p pauses, h or ? lists all keys, q leaves.',
    'What flows do is looked at in turns: a look takes at most a tenth of the time, so with many flows there is a longer while between two. A state between two looks is not seen. What is not told is a dash.',
    'CPU is of one core: of a process, and of a thread where the row is a worker. LATE is how much later than asked the event loop turned, at most since the figures before; WORST ever.',
    'Without a terminal, one look is printed (--once). With --json: one document a line, each a whole look, until the run ends or Ctrl-C; with --once too: one.',
  ],
  options: [
    {
      flag: '--sort',
      value: 'COLUMN',
      about: 'Begin in the tab that has it, sorted by it; a dash before it turns it round.',
    },
    {
      flag: '--filter',
      value: '[KEY=]TEXT',
      about: `Only rows that have TEXT; of flows also in one of ${filterKeys.join(', ')}.`,
    },
    { flag: '--interval', value: 'TIME', about: 'How far looks are apart: 1s unless told, at least 100ms.' },
    { flag: '--once', about: 'Print one look, and end.' },
    jsonSpec,
    helpSpec,
  ],
  examples: ['eddy top', 'eddy top shop --sort wait --filter state=waiting', 'eddy top --once --json'],
  async run(words, ports) {
    const { options, rest } = readOptions(topCommand.options, words, 'anywhere');
    const has = (flag: string) => options.some(word => word.flag === flag);
    if (has('--help')) {
      ports.out(commandHelp(topCommand));
      return { status: 0 };
    }
    const [wanted, extra] = rest;
    if (extra !== undefined) {
      throw fail('bad-usage', `eddy top: what is "${extra}" for?`, { hint: 'It takes one word: the name of a run.' });
    }
    const how = { ...readHow(options), wanted };
    const screen = has('--once') || has('--json') ? undefined : ports.fullScreen;
    if (screen !== undefined) return showLive(screen, how, ports);
    return printLooks(how, ports, { isJson: has('--json'), isOnce: has('--once') || !has('--json') });
  },
};

interface How {
  readonly wanted: string | undefined;
  readonly sort: SortBy | undefined;
  readonly filter: string;
  readonly everyMs: number;
}

function readHow(options: readonly OptionWord[]): Omit<How, 'wanted'> {
  const value = (wanted: string) => options.findLast(({ flag }) => flag === wanted)?.value;
  const column = value('--sort');
  const key = column?.replace(/^-/, '');
  if (key !== undefined) findTab(key);
  const interval = value('--interval');
  const everyMs = interval === undefined ? defaultEveryMs : parseDuration('--interval', interval);
  if (everyMs < leastEveryMs) {
    throw fail('bad-option', `--interval ${interval}: that is too often.`, { hint: 'At least 100ms.' });
  }
  return {
    sort: key === undefined ? undefined : { key, isTurned: column !== key },
    filter: value('--filter') ?? '',
    everyMs,
  };
}

async function showLive(screen: FullScreen, { wanted, sort, filter, everyMs }: How, ports: CliPorts): Promise<Exit> {
  const book = new TopBook(wanted);
  let isEnded = false;
  const line = new TopLine({
    ports,
    wanted,
    book,
    onChange: () => top.changed(),
    onOver: () => {
      isEnded = true;
      top.end({ status: 0 });
    },
  });
  const top = new Top({ ports, screen, book, line, everyMs, filter, ...(sort === undefined ? {} : { sort }) });
  try {
    await line.open();
    void ports.plane.interrupted().then(signal => top.end({ signal }));
    const exit = await top.run();
    // Who is killed says no word of its targets.
    if (isEnded)
      ports.out(book.targets.length === 0 ? 'the run has ended\n' : 'the hub has gone; its program may run on\n');
    return exit;
  } finally {
    line.close();
  }
}

interface Manner {
  readonly isJson: boolean;
  readonly isOnce: boolean;
}

async function printLooks(how: How, ports: CliPorts, { isJson, isOnce }: Manner): Promise<Exit> {
  const { wanted, everyMs } = how;
  const book = new TopBook(wanted);
  const over = Promise.withResolvers<void>();
  let isEnded = false;
  const onOver = () => {
    isEnded = true;
    over.resolve();
  };
  void ports.outGone?.then(onOver);
  const line = new TopLine({ ports, wanted, book, onChange: () => {}, onOver });
  await line.open();
  try {
    while (!isEnded) {
      try {
        await line.lookAtFlows();
        await line.lookAtReports();
      } catch (error) {
        // Gone for good, or dialled again: what is known is said, and that it is away.
        if (isEnded) break;
        if (isOnce) throw error;
      }
      const view = { now: ports.clock.now(), cwd: ports.cwd, colours: ports.outColours };
      ports.out(isJson ? `${JSON.stringify(documentOf(book, how, ports.cwd))}\n` : textOf(book, how, view));
      if (isOnce) break;
      await pause(ports, everyMs, over.promise);
    }
    return { status: 0 };
  } finally {
    line.close();
  }
}

async function pause({ clock }: CliPorts, ms: number, over: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(ms, resolve, { holdsProcess: true });
  await Promise.race([promise, over]);
  timer.cancel();
}
