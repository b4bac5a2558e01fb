import { fail, nearest } from '../../../base/index.ts';
import { oneLine, readFlowFilter, rowHas } from '../words/index.ts';
import { type Column, columnGap, placeColumns } from './columns.ts';
import { findingColumns } from './finding-columns.ts';
import { flowColumns } from './flow-columns.ts';
import { lockColumns } from './lock-columns.ts';
import type { Palette } from './palette.ts';
import { targetColumns } from './target-columns.ts';
import { fitText } from './text-width.ts';
import type { TopBook } from './top-book.ts';

export interface SortBy {
  readonly key: string;
  readonly isTurned: boolean;
}

export interface Wish {
  readonly sort: SortBy;
  /** As it was typed; empty: none. */
  readonly filter: string;
}

/** What one tab shows, in its order. */
export interface TabList {
  readonly ids: readonly string[];
  /** Before the filter. */
  readonly total: number;
  head(room: number, palette: Palette): string;
  line(index: number, room: number, palette: Palette): string;
  cells(index: number): readonly string[];
}

export interface Tab {
  readonly name: 'flows' | 'findings' | 'locks' | 'processes';
  readonly titles: readonly string[];
  readonly sortKeys: readonly string[];
  count(book: TopBook): number;
  list(book: TopBook, wish: Wish, cwd: string): TabList;
}

interface TabRecord<Row extends { readonly id: string }> {
  readonly name: Tab['name'];
  readonly columns: readonly Column<Row>[];
  rows(book: TopBook): readonly Row[];
  /** In place of looking through all cells. */
  isSo?(row: Row, filter: string, cwd: string): boolean;
}

export const tabs: readonly Tab[] = [
  makeTab({
    name: 'flows',
    columns: flowColumns,
    rows: book => book.flows,
    isSo: (row, filter, cwd) => rowHas(row, readFlowFilter(filter), cwd),
  }),
  makeTab({ name: 'findings', columns: findingColumns, rows: book => book.findings }),
  makeTab({ name: 'locks', columns: lockColumns, rows: book => book.locks }),
  makeTab({ name: 'processes', columns: targetColumns, rows: book => book.targets }),
];

/** The tab of that column, where several have it the first. Throws what is wrong with the name. */
export function findTab(sort: string): Tab {
  const tab = tabs.find(({ sortKeys }) => sortKeys.includes(sort));
  if (tab !== undefined) return tab;
  const keys = [...new Set(tabs.flatMap(({ sortKeys }) => sortKeys))];
  const near = nearest(sort, keys)[0];
  throw fail('bad-option', `--sort ${sort}: there is no such column.`, {
    hint: `There are ${keys.join(', ')}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  });
}

function makeTab<Row extends { readonly id: string }>({ name, columns, rows, isSo }: TabRecord<Row>): Tab {
  const has =
    isSo ??
    ((row: Row, filter: string, cwd: string) =>
      columns.some(column => column.cell(row, cwd).toLowerCase().includes(filter.toLowerCase())));
  return {
    name,
    titles: columns.map(({ title }) => title),
    sortKeys: columns.map(({ key }) => key),
    count: book => rows(book).length,
    list(book, { sort, filter }, cwd) {
      const all = rows(book);
      const { compare } = columns.find(({ key }) => key === sort.key) ?? columns[0]!;
      const kept = filter === '' ? [...all] : all.filter(row => has(row, filter, cwd));
      kept.sort(sort.isTurned ? (a, b) => compare(b, a) : compare);
      const shown = columns.filter(({ hides, cell }) => hides !== true || kept.some(row => cell(row, cwd) !== ''));
      return {
        ids: kept.map(({ id }) => id),
        total: all.length,
        cells: index => columns.map(column => column.cell(kept[index]!, cwd)),
        ...drawn(shown, kept, sort, cwd),
      };
    },
  };
}

function drawn<Row>(columns: readonly Column<Row>[], rows: readonly Row[], sort: SortBy, cwd: string) {
  return {
    head(room: number, palette: Palette) {
      const cells = placeColumns(columns, room).map(({ column: { key, title, ...how }, width }) =>
        fitText(key === sort.key ? `${title}${sort.isTurned ? '▲' : '▼'}` : title, width, how),
      );
      return palette.bold(cells.join(' '.repeat(columnGap)));
    },
    line(index: number, room: number, palette: Palette) {
      const row = rows[index]!;
      const cells = placeColumns(columns, room).map(({ column, width }) => {
        const text = fitText(oneLine(column.cell(row, cwd)), width, column);
        const tone = column.tone?.(row);
        return tone === undefined ? text : palette.severity(tone, text);
      });
      return cells.join(' '.repeat(columnGap));
    },
  };
}
