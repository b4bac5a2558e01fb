import type { Key } from './key.ts';
import { type SortBy, tabs } from './tabs.ts';

/** What a key leads to beyond another picture. */
export type Deed = 'draw' | 'look' | 'leave' | 'interrupt' | 'suspend' | 'nothing';

interface TabChoice {
  sort: SortBy;
  filter: string;
  /** Of the row that is chosen; undefined: the first. */
  id: string | undefined;
  /** Where it was: a row that goes leaves its place to the next. */
  index: number;
}

/** What the list is that keys move in. Not every key asks for it. */
export interface Around {
  readonly ids: readonly string[];
  readonly pageRows: number;
  /** Lines of the details, when they are open. */
  readonly detailCount: number;
}

const moves: ReadonlySet<string> = new Set(['up', 'down', 'k', 'j', 'page-up', 'page-down', 'home', 'end']);

/** What the user chose: the tab, its order, the row. Keys change it; it knows nothing of the terminal. */
export class Choice {
  tabIndex = 0;
  isPaused = false;
  isHelp = false;
  /** What is typed as a filter; undefined: nothing is. */
  typed: string | undefined;
  /** Id of the row whose details are open. */
  detail: string | undefined;
  /** First line of them that is shown. */
  detailFrom = 0;
  readonly #tabs: TabChoice[] = tabs.map(({ sortKeys }) => ({
    sort: { key: sortKeys[0]!, isTurned: false },
    filter: '',
    id: undefined,
    index: 0,
  }));

  get tab() {
    return tabs[this.tabIndex]!;
  }

  get sort(): SortBy {
    return this.#own.sort;
  }

  set sort(sort: SortBy) {
    this.#own.sort = sort;
  }

  /** As it is typed, it acts. */
  get filter(): string {
    return this.typed ?? this.#own.filter;
  }

  set filter(filter: string) {
    this.#own.filter = filter;
  }

  /** Where the row that is chosen is now. */
  indexIn(ids: readonly string[]): number {
    const own = this.#own;
    const found = own.id === undefined ? -1 : ids.indexOf(own.id);
    if (found >= 0) own.index = found;
    own.index = Math.max(0, Math.min(own.index, ids.length - 1));
    return own.index;
  }

  take(key: Key, around: Around): Deed {
    if (key.name === 'ctrl-c') return 'interrupt';
    if (key.name === 'ctrl-z') return 'suspend';
    if (key.name === 'ctrl-l') return 'draw';
    if (this.typed !== undefined) return this.#type(key);
    if (this.isHelp) {
      this.isHelp = false;
      return 'draw';
    }
    if (this.detail !== undefined) return this.#inDetails(key, around);
    return this.#move(key, around) ?? this.#command(key, around);
  }

  #move({ name }: Key, around: Around): Deed | undefined {
    if (!moves.has(name)) return undefined;
    const { ids, pageRows } = around;
    const steps: Readonly<Record<string, number>> = {
      up: -1,
      down: 1,
      k: -1,
      j: 1,
      'page-up': -pageRows,
      'page-down': pageRows,
      home: -ids.length,
      end: ids.length,
    };
    const step = steps[name]!;
    const own = this.#own;
    own.index = Math.max(0, Math.min(this.indexIn(ids) + step, ids.length - 1));
    own.id = ids[own.index];
    return 'draw';
  }

  #command({ name }: Key, around: Around): Deed {
    switch (name) {
      case 'q':
        return 'leave';
      case 'enter':
        this.detail = around.ids[this.indexIn(around.ids)];
        this.#own.id = this.detail;
        this.detailFrom = 0;
        return 'look';
      case 'escape':
        this.filter = '';
        return 'draw';
      case '/':
        this.typed = this.filter;
        return 'draw';
      case 's':
      case 'S':
        this.#nextSort(name === 's' ? 1 : -1);
        return 'draw';
      case 'r':
        this.sort = { ...this.sort, isTurned: !this.sort.isTurned };
        return 'draw';
      case 'p':
        this.isPaused = !this.isPaused;
        return 'look';
      case '?':
      case 'h':
        this.isHelp = true;
        return 'draw';
      default:
        return this.#toTab(name);
    }
  }

  #toTab(name: string): Deed {
    const many = tabs.length;
    const steps: Readonly<Record<string, number>> = { tab: 1, right: 1, 'shift-tab': many - 1, left: many - 1 };
    const step = steps[name];
    const index = step === undefined ? Number(name) - 1 : (this.tabIndex + step) % many;
    if (tabs[index] === undefined) return 'nothing';
    this.tabIndex = index;
    return 'look';
  }

  #nextSort(step: number): void {
    const keys = this.tab.sortKeys;
    const at = keys.indexOf(this.sort.key);
    this.sort = { key: keys[(at + step + keys.length) % keys.length]!, isTurned: false };
  }

  #inDetails({ name }: Key, { pageRows, detailCount }: Around): Deed {
    const steps: Readonly<Record<string, number>> = {
      up: -1,
      down: 1,
      k: -1,
      j: 1,
      'page-up': -pageRows,
      'page-down': pageRows,
      home: -detailCount,
      end: detailCount,
    };
    const step = steps[name];
    if (step !== undefined) {
      this.detailFrom = Math.max(0, Math.min(this.detailFrom + step, detailCount - pageRows));
      return 'draw';
    }
    if (name === 'p') this.isPaused = !this.isPaused;
    else if (name === '?' || name === 'h') this.isHelp = true;
    else if (name === 'q' || name === 'escape' || name === 'enter' || name === 'left') this.detail = undefined;
    else return 'nothing';
    return 'look';
  }

  #type({ name, text }: Key): Deed {
    const typed = this.typed ?? '';
    if (name === 'enter') {
      this.filter = typed;
      this.typed = undefined;
    } else if (name === 'escape') this.typed = undefined;
    else if (name === 'backspace') this.typed = [...typed].slice(0, -1).join('');
    else if (name === 'ctrl-u') this.typed = '';
    else if (text === undefined) return 'nothing';
    else this.typed = typed + text;
    return 'draw';
  }

  get #own(): TabChoice {
    return this.#tabs[this.tabIndex]!;
  }
}
