import { isEddyError, type Timer } from '../../../base/index.ts';
import type { FullScreen } from '../full-screen.ts';
import type { CliPorts, Exit } from '../ports.ts';
import { flowLines, oneLine } from '../words/index.ts';
import { type Around, Choice } from './choice.ts';
import { detailLines } from './details.ts';
import { drawFrame, type Picture, pageRowsOf } from './frame.ts';
import { readKeys } from './key.ts';
import { type Palette, paletteFor } from './palette.ts';
import type { SortBy, TabList } from './tabs.ts';
import { tabs } from './tabs.ts';
import type { TopBook } from './top-book.ts';
import type { TopLine } from './top-line.ts';

export interface TopOptions {
  readonly ports: Pick<CliPorts, 'clock' | 'cwd' | 'outColours'>;
  readonly screen: FullScreen;
  readonly book: TopBook;
  readonly line: Pick<TopLine, 'lookAtFlows' | 'lookAtReports' | 'flow'>;
  readonly everyMs: number;
  readonly sort?: SortBy;
  readonly filter?: string;
}

/** A look takes at most this part of the time, whatever the number of flows. */
const restPerLook = 9;
const longestRestMs = 10_000;
/** News that nobody asked for are drawn together. */
const gatherMs = 200;
const clockEveryMs = 1_000;

/**
 * The whole of a terminal with what a book knows. Loops: looks, one after the other; keys; a clock that draws each second.
 * `end` stops them, from whichever side it comes.
 */
export class Top {
  readonly #options: TopOptions;
  readonly #palette: Palette;
  readonly #choice = new Choice();
  readonly #over = Promise.withResolvers<Exit>();
  #isOver = false;
  #everyMs: number;
  #wake = Promise.withResolvers<void>();
  #gathering: Timer | undefined;
  #trouble: string | undefined;
  /** Of the flow that is open, as it was last answered. */
  #flowDetails: { readonly id: string; readonly lines: readonly string[] } | undefined;
  #list: { readonly key: string; readonly list: TabList } | undefined;

  constructor(options: TopOptions) {
    this.#options = options;
    this.#everyMs = options.everyMs;
    this.#palette = paletteFor(options.ports.outColours);
    const { sort, filter } = options;
    if (sort !== undefined) {
      this.#choice.tabIndex = tabs.findIndex(({ sortKeys }) => sortKeys.includes(sort.key));
      this.#choice.sort = sort;
    }
    if (filter !== undefined) this.#choice.filter = filter;
  }

  /** Until the user leaves, or somebody ends it. The terminal is given back on every way out. */
  async run(): Promise<Exit> {
    const { screen, ports } = this.#options;
    screen.open({
      onKeys: typed => this.#take(typed),
      onChange: () => this.#draw(),
      onGone: () => this.end({ status: 0 }),
    });
    const tick = ports.clock.every(clockEveryMs, () => this.#draw());
    try {
      this.#draw();
      void this.#looks().catch(error => this.#over.reject(error));
      return await this.#over.promise;
    } finally {
      this.#isOver = true;
      this.#wake.resolve();
      tick.cancel();
      this.#gathering?.cancel();
      screen.close();
    }
  }

  end(exit: Exit): void {
    this.#isOver = true;
    this.#over.resolve(exit);
  }

  /** There are news, not of the user's making. */
  readonly changed = (): void => {
    if (this.#choice.isPaused) return;
    this.#gathering ??= this.#options.ports.clock.after(gatherMs, () => {
      this.#gathering = undefined;
      this.#draw();
    });
  };

  async #looks(): Promise<void> {
    const { clock } = this.#options.ports;
    while (!this.#isOver) {
      if (!this.#choice.isPaused) {
        const began = clock.monotonic();
        await this.#look();
        this.#everyMs = this.#restAfter(clock.monotonic() - began);
        this.#draw();
      }
      this.#wake = Promise.withResolvers();
      const timer = clock.after(this.#everyMs, this.#wake.resolve, { holdsProcess: true });
      await this.#wake.promise;
      timer.cancel();
    }
  }

  /** Who gives no answer was waited for, and is no work. */
  #restAfter(lookMs: number): number {
    const { book, everyMs } = this.#options;
    if (book.targets.some(({ silent }) => silent !== undefined)) return everyMs;
    return Math.max(everyMs, Math.min(lookMs * restPerLook, longestRestMs));
  }

  async #look(): Promise<void> {
    const { book, line } = this.#options;
    await this.#tried(async () => {
      await line.lookAtFlows();
      if (this.#choice.tab.name === 'locks' || book.targets.some(({ figures }) => figures === undefined))
        await line.lookAtReports();
      await this.#lookAtFlow();
    });
  }

  /** What a key asked for and a look would bring later. */
  async #lookBeside(): Promise<void> {
    await this.#tried(async () => {
      if (this.#choice.tab.name === 'locks') await this.#options.line.lookAtReports();
      await this.#lookAtFlow();
    });
    this.#draw();
  }

  async #lookAtFlow(): Promise<void> {
    const { detail: id, tab } = this.#choice;
    if (id === undefined || tab.name !== 'flows') return;
    const seen = await this.#options.line.flow(id);
    const { cwd } = this.#options.ports;
    const gone = [`flow ${id} has ended`, ...(this.#flowDetails?.id === id ? ['', ...this.#flowDetails.lines] : [])];
    if (seen !== undefined) this.#flowDetails = { id, lines: flowLines(seen, { cwd, paint: this.#palette }) };
    else if (this.#flowDetails?.lines[0] !== gone[0]) this.#flowDetails = { id, lines: gone };
  }

  async #tried(look: () => Promise<void>): Promise<void> {
    try {
      await look();
      this.#trouble = undefined;
    } catch (error) {
      // That the hub is away stands in the header.
      this.#trouble = isEddyError(error, 'closed')
        ? undefined
        : oneLine(error instanceof Error ? error.message : String(error));
    }
  }

  #take(typed: string): void {
    for (const key of readKeys(typed)) {
      if (this.#isOver) return;
      const wasPaused = this.#choice.isPaused;
      const deed = this.#choice.take(key, this.#around());
      if (deed === 'leave') this.end({ status: 0 });
      else if (deed === 'interrupt') this.end({ signal: 'SIGINT' });
      else if (deed === 'suspend') this.#options.screen.suspend();
      else if (deed === 'look' && !this.#choice.isPaused) void this.#lookBeside();
      if (wasPaused && !this.#choice.isPaused) this.#wake.resolve();
      if (key.name === 'ctrl-l') this.#options.screen.redraw();
    }
    this.#draw();
  }

  /** Looked at where a key needs it: to put ten thousand rows in order takes longer than to type. */
  #around(): Around {
    const shownIds = () => this.#shownList().ids;
    const picture = this.#picture();
    const pageRows = () => pageRowsOf(picture, this.#palette);
    return {
      get ids() {
        return shownIds();
      },
      get pageRows() {
        return pageRows();
      },
      detailCount: picture.details?.length ?? 0,
    };
  }

  #draw(): void {
    if (this.#isOver) return;
    const picture: Picture = { ...this.#picture(), list: this.#shownList() };
    this.#options.screen.draw(drawFrame(picture, this.#palette));
  }

  #picture(): Omit<Picture, 'list'> {
    const { book, screen, ports } = this.#options;
    return {
      book,
      choice: this.#choice,
      details: this.#details(),
      size: screen.size,
      now: ports.clock.now(),
      pace: { everyMs: this.#everyMs, isPaused: this.#choice.isPaused },
      trouble: this.#trouble,
    };
  }

  #details(): readonly string[] | undefined {
    const { detail: id, tab } = this.#choice;
    if (id === undefined) return undefined;
    if (tab.name === 'flows') return this.#flowDetails?.id === id ? this.#flowDetails.lines : undefined;
    const { book, ports } = this.#options;
    return detailLines(tab.name, id, book, { cwd: ports.cwd, paint: this.#palette }) ?? ['it is no longer there'];
  }

  /** Ten thousand rows are put in order when something has changed, not for each key. */
  #shownList(): TabList {
    const { book, ports } = this.#options;
    const { tab, sort, filter, isPaused } = this.#choice;
    const key = JSON.stringify([isPaused ? -1 : book.revision, tab.name, sort, filter]);
    if (this.#list?.key !== key) this.#list = { key, list: tab.list(book, { sort, filter }, ports.cwd) };
    return this.#list.list;
  }
}
