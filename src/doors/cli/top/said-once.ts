import { count, paintFor, table } from '../words/index.ts';
import { noteTexts, sumText, whoText } from './header.ts';
import { type SortBy, tabs } from './tabs.ts';
import type { TopBook } from './top-book.ts';

interface Wish {
  readonly sort: SortBy | undefined;
  readonly filter: string;
}

const maxRows = 50;

/** Every tab below the other, for who looks once. */
export function textOf(
  book: TopBook,
  wish: Wish,
  { now, cwd, colours }: { readonly now: number; readonly cwd: string; readonly colours: boolean },
): string {
  const paint = paintFor(colours);
  const parts = tabs.flatMap(tab => {
    const list = listOf(tab, book, wish, cwd);
    if (list.ids.length === 0) return [`no ${tab.name}${list.total === 0 ? '' : ` of ${list.total} are so`}\n`];
    const rows = list.ids.slice(0, maxRows).map((_, at) => list.cells(at));
    const more = list.ids.length > maxRows ? `${count(list.ids.length - maxRows, 'row')} more: --json has all\n` : '';
    return [table(tab.titles, rows, paint) + more];
  });
  const head = [paint.bold(whoText(book, now)), sumText(book), ...noteTexts(book, now)];
  const shares = book.targets.some(({ figures }) => figures?.sinceItBegan === true);
  const note = shares ? 'CPU and loop: of all the time since each began\n' : '';
  return `${head.join('\n')}\n\n${parts.join('\n')}${note}`;
}

/** The same for programs, with nothing left out. */
export function documentOf(book: TopBook, wish: Wish, cwd: string): Record<string, unknown> {
  const { hub, runs, lookedAt, lost, isAway, isCut } = book;
  const ordered = <Row extends { readonly id: string }>(name: string, rows: readonly Row[]) => {
    const tab = tabs.find(one => one.name === name)!;
    const byId = new Map(rows.map(row => [row.id, row]));
    return listOf(tab, book, wish, cwd).ids.map(id => byId.get(id)!);
  };
  return {
    at: lookedAt,
    hub: hub === undefined ? undefined : { pid: hub.pid, name: hub.name, words: hub.words, started: hub.started },
    runs,
    flows: ordered('flows', book.flows),
    findings: ordered('findings', book.findings).map(({ finding, id: _, ...row }) => ({ ...finding, ...row })),
    locks: ordered('locks', book.locks).map(({ id: _, ...lock }) => lock),
    processes: ordered('processes', book.targets).map(({ info, ...row }) => ({
      ...row,
      pid: info.pid,
      thread: info.thread,
      kind: info.kind,
    })),
    lost,
    away: isAway,
    cut: isCut,
  };
}

/** The order and the filter are of the tab that the column is of; flows unless told. */
function listOf(tab: (typeof tabs)[number], book: TopBook, { sort, filter }: Wish, cwd: string) {
  const own = sort !== undefined && tab.sortKeys.includes(sort.key);
  const isMeant = own || (sort === undefined && tab.name === 'flows');
  return tab.list(
    book,
    { sort: own ? sort : { key: tab.sortKeys[0]!, isTurned: false }, filter: isMeant ? filter : '' },
    cwd,
  );
}
