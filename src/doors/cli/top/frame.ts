import type { Choice } from './choice.ts';
import { headerLines, type Pace } from './header.ts';
import type { Palette } from './palette.ts';
import { type TabList, tabs } from './tabs.ts';
import { cutPainted, cutText } from './text-width.ts';
import type { TopBook } from './top-book.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Picture {
  readonly book: TopBook;
  readonly choice: Choice;
  readonly list: TabList;
  /** Of the row that is open; undefined: none is. */
  readonly details: readonly string[] | undefined;
  readonly size: Size;
  readonly now: number;
  readonly pace: Pace;
  /** Why the last look failed, or what a key could not do. */
  readonly trouble: string | undefined;
}

const keysLine = 'q quit  h help  Enter details  1-4 tabs  s sort  r turn round  / filter  p pause';
const keyWords = [
  'Up, Down, PgUp, PgDn, Home, End   choose a row',
  'Enter                            its details, as the await chain of a flow',
  '1 2 3 4, Tab, Left, Right        flows, findings, locks, processes',
  's, S                             sort by the next column, by the one before',
  'r                                turn the order round',
  '/                                filter: TEXT, or state=held; Escape: none',
  'p                                pause: nothing is asked of the program',
  'Ctrl-L                           draw anew',
  'h, ?                             this; any key closes it',
  'q, Ctrl-C                        leave',
];
/** Below it the header has no lines for processes. */
const lowRows = 16;
const maxTargetLines = 4;

/** How many rows of a list there is room for. */
export function pageRowsOf(picture: Omit<Picture, 'list'>, palette: Palette): number {
  return Math.max(1, picture.size.rows - headOf(picture, palette).length - 3);
}

/** Every line of the screen, none wider than it, and never more than there are. */
export function drawFrame(picture: Picture, palette: Palette): string[] {
  const { choice, size } = picture;
  const head = headOf(picture, palette);
  const room = Math.max(1, size.rows - head.length - 3);
  const body = bodyOf(picture, palette, room);
  const filled = [...body, ...Array<string>(Math.max(0, room + 1 - body.length)).fill('')];
  const lines = [...head, tabLine(picture, palette), ...filled, lastLine(picture, palette)];
  // A terminal of three lines still shows what is chosen.
  if (lines.length > size.rows && choice.detail === undefined) return lines.slice(lines.length - size.rows);
  return lines.slice(0, size.rows);
}

function headOf({ book, choice, size, now, pace }: Omit<Picture, 'list'>, palette: Palette): string[] {
  const room = size.rows < lowRows ? 0 : Math.min(maxTargetLines, Math.floor(size.rows / 8));
  const lines = headerLines(
    book,
    { now, pace: { ...pace, isPaused: choice.isPaused }, width: size.columns, room },
    palette,
  );
  return lines.slice(0, Math.max(1, size.rows - 5));
}

function tabLine({ book, choice, list, size }: Picture, palette: Palette): string {
  const names = tabs.map((tab, at) => {
    const many = at === choice.tabIndex ? shownOf(list, choice.filter) : String(tab.count(book));
    const text = `${at + 1} ${tab.name} ${many}`;
    return at === choice.tabIndex ? `[${text}]` : ` ${text} `;
  });
  const { key, isTurned } = choice.sort;
  const order = `   by ${key}${isTurned ? ', turned round' : ''}`;
  const plain = cutText(names.join(' ') + order, size.columns);
  const chosen = names[choice.tabIndex]!;
  return plain.includes(chosen) ? plain.replace(chosen, palette.bold(chosen)) : plain;
}

function shownOf({ ids, total }: TabList, filter: string): string {
  return filter === '' ? String(total) : `${ids.length} of ${total}`;
}

/** The head of the columns and the rows, or what stands in their place. */
function bodyOf(picture: Picture, palette: Palette, room: number): string[] {
  const { choice, list, details, size } = picture;
  const width = size.columns;
  if (choice.isHelp) return keyWords.map(line => cutText(line, width)).slice(0, room + 1);
  if (choice.detail !== undefined) {
    const from = Math.max(0, Math.min(choice.detailFrom, (details ?? []).length - room));
    return (details ?? ['…']).slice(from, from + room + 1).map(line => cutPainted(line, width));
  }
  const titles = cutPainted(`  ${list.head(Math.max(1, width - 2), palette)}`, width);
  if (list.ids.length === 0) return [titles, cutText(`  ${emptyText(picture)}`, width)];
  const chosen = choice.indexIn(list.ids);
  const from = Math.max(0, Math.min(chosen - Math.floor(room / 2), list.ids.length - room));
  const rows = list.ids.slice(from, from + room).map((_, at) => {
    const isChosen = from + at === chosen;
    const line = `${isChosen ? '>' : ' '} ${list.line(from + at, Math.max(1, width - 2), palette)}`;
    const cut = cutPainted(line, width);
    return isChosen ? palette.chosen(cut) : cut;
  });
  return [titles, ...rows];
}

function emptyText({ choice, list, book }: Picture): string {
  const { name } = choice.tab;
  if (list.total > 0) return `none of ${list.total} ${name} has "${choice.filter}"`;
  if (name === 'processes') return 'no thread of the program has reported in';
  if (name === 'locks') return 'no lock is known';
  if (name === 'findings') return 'nothing was found to be wrong';
  return book.lookedAt === 0 ? 'looking …' : 'no flow is alive';
}

function lastLine({ choice, trouble, size }: Picture, palette: Palette): string {
  if (choice.typed !== undefined)
    return cutText(`filter: ${choice.typed}_   Enter: keep it   Escape: as before`, size.columns);
  if (trouble !== undefined) return palette.severity('error', cutText(trouble, size.columns));
  const filter = choice.filter === '' ? '' : `filter: ${choice.filter}   `;
  const keys = choice.detail === undefined ? keysLine : 'Escape back  arrows scroll  p pause  h help';
  return palette.dim(cutText(`${filter}${keys}`, size.columns));
}
