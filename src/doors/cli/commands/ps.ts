import { fail, nearest } from '../../../base/index.ts';
import { type ControlAnswer, type OptionWord, sayDuration } from '../../../wire/protocol/index.ts';
import { type ControlCall, controlCommand } from '../control-command.ts';
import type { Exit } from '../ports.ts';
import {
  type FlowFilter,
  type FlowRow,
  filterKeys,
  flowRows,
  forSoLong,
  oneLine,
  place,
  readFlowFilter,
  rowHas,
  type SortKey,
  sortKeys,
  sortRows,
  table,
} from '../words/index.ts';

const watchEveryMs = 1000;
const defaultLimit = 200;

export const psCommand = controlCommand({
  name: 'ps',
  usage: '[options]',
  about: 'List the flows that are alive, and the line at which each waits.',
  options: [
    { flag: '--sort', value: 'KEY', about: `By ${sortKeys.join(', ')}; oldest first unless told.` },
    {
      flag: '--filter',
      value: '[KEY=]TEXT',
      about: `Only flows that have TEXT, in any column or in ${filterKeys.join(', ')}. More than once: all must be so.`,
    },
    { flag: '--limit', value: 'N', about: `Show so many (${defaultLimit} unless told); --json has all.` },
    { flag: '--watch', about: 'Look again every second, until the run ends or Ctrl-C.' },
  ],
  details: [
    'A thread that does not answer within 2 s is busy, blocked or stopped: then what it last said by itself is shown, and how long ago that was.',
    'With --watch and --json: one document a line, each a whole look.',
  ],
  examples: ['eddy ps', 'eddy ps --sort wait --filter state=waiting', 'eddy ps --json --run shop'],
  check: (_, options) => void readHow(options),
  async run(call) {
    const how = readHow(call.options);
    if (!call.has('--watch')) return show(call, await call.hub.ask('flows', { leavesOnly: true }), how);
    let ended = false;
    const end = () => {
      ended = true;
    };
    void call.hub.ended.then(end);
    void call.ports.outGone?.then(end);
    while (!ended) {
      const look = await call.hub.ask('flows', { leavesOnly: true }).catch(error => {
        if (ended) return undefined;
        throw error;
      });
      if (look === undefined) break;
      if (!call.json && call.ports.outColours) call.ports.out('\u001b[H\u001b[2J');
      show(call, look, how);
      await pause(call);
    }
    if (!call.json) call.ports.out('the run has ended\n');
    return { status: 0 };
  },
});

interface How {
  readonly sort: SortKey;
  readonly filters: readonly FlowFilter[];
  readonly limit: number;
}

function readHow(options: readonly OptionWord[]): How {
  const value = (wanted: string) => options.findLast(({ flag }) => flag === wanted)?.value;
  const sort = value('--sort') ?? 'age';
  if (!isSortKey(sort)) {
    throw fail('bad-option', `--sort ${sort}: there is no such column.`, {
      hint: `There are ${sortKeys.join(', ')}.${nearest(sort, sortKeys).length > 0 ? ` Did you mean ${nearest(sort, sortKeys)[0]}?` : ''}`,
    });
  }
  const limit = Number(value('--limit') ?? defaultLimit);
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw fail('bad-option', `--limit ${value('--limit')}: that is no number of flows.`, { hint: 'As in --limit 50.' });
  }
  const filters = options.filter(({ flag }) => flag === '--filter').map(one => readFlowFilter(one.value));
  return { sort, limit, filters };
}

function isSortKey(text: string): text is SortKey {
  return (sortKeys as readonly string[]).includes(text);
}

function show(call: ControlCall, { at, targets }: ControlAnswer<'flows'>, { sort, filters, limit }: How): Exit {
  const { cwd } = call.ports;
  const all = targets.flatMap(target => flowRows(target, at));
  const rows = sortRows(
    all.filter(row => filters.every(filter => rowHas(row, filter, cwd))),
    sort,
  );
  const silent = targets.filter(({ activity }) => activity === undefined);
  const document = {
    at,
    flows: rows,
    silent: silent.map(({ target, info, error, last }) => ({ target, pid: info.pid, error, lastAt: last?.at })),
    liveActivations: targets.reduce((sum, { activity }) => sum + (activity?.liveActivations ?? 0), 0),
    cut: targets.some(({ activity }) => activity?.cut === true),
  };
  return call.answer(document, () => {
    const said = silent.map(({ target, info, error, last }) => {
      const then =
        last === undefined ? 'It has said nothing yet.' : `What it said ${sayDuration(at - last.at)} ago is shown.`;
      return `target ${target} (pid ${info.pid}): ${oneLine(error?.message ?? 'no answer')} ${then}\n`;
    });
    const notes = document.cut ? ['more functions are alive than are listed\n'] : [];
    if (rows.length > limit) notes.push(`${rows.length - limit} more: --limit ${rows.length}\n`);
    if (targets.length === 0) notes.push('no thread of the program has reported in\n');
    else if (rows.length === 0) notes.push(`no flow${all.length > 0 ? ` of ${all.length} is so` : ' is alive'}\n`);
    const list = rows.length === 0 ? '' : flowTable(rows.slice(0, limit), call);
    return [...said, list, ...notes].join('');
  });
}

function flowTable(rows: readonly FlowRow[], { ports, paint }: ControlCall): string {
  const head = ['FLOW', 'STATE', 'AGE', 'NAME', 'HAS', 'WHERE'];
  const cells = rows.map(row => [
    row.id,
    row.state,
    sayDuration(row.ageMs),
    row.name,
    row.holds.join(', ') || '-',
    whereOf(row, ports.cwd),
  ]);
  return table(head, cells, paint);
}

function whereOf({ at, beside }: FlowRow, cwd: string): string {
  if (at === undefined) return '-';
  const more = beside === 0 ? '' : ` (and ${beside} beside)`;
  return `${place(at, cwd)}${forSoLong(at.forMs)}${more}`;
}

/** Until the next look, or the end of the run. */
async function pause({ ports, hub }: ControlCall): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = ports.clock.after(watchEveryMs, resolve, { holdsProcess: true });
  await Promise.race([promise, hub.ended]);
  timer.cancel();
}
