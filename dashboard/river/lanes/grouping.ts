import type { FlowBook } from '../../model/index.ts';
import { routeOf } from './route.ts';

export const groupings = ['route', 'name', 'process', 'run'] as const;
export type GroupBy = (typeof groupings)[number];

/** Words for what flows belong to. */
export interface GroupWords {
  /** Id of a target's run. */
  runOf(target: string): string;
  runTitle(run: string): string;
  processTitle(target: string): string;
}

/** More would be no overview, and cost memory each. */
const maxGroups = 200;
const maxKnown = 4_096;
const othersTitle = 'others';
/** What people look for first. */
const ranks: readonly string[] = ['request', 'message', 'sdk', 'flow', 'task', 'main'];

export interface GroupName {
  readonly title: string;
  readonly rank: number;
}

/** Which group a flow is in. Groups are numbered as they come. */
export class Grouping {
  readonly by: GroupBy;
  readonly names: GroupName[] = [];
  readonly #book: FlowBook;
  readonly #words: GroupWords;
  readonly #byTitle = new Map<string, number>();
  /** Groups of words that were seen last: of a target, or of a kind and a name. */
  readonly #known: { readonly word: string; readonly kind: string; readonly group: number }[] = [];

  constructor(book: FlowBook, by: GroupBy, words: GroupWords) {
    this.#book = book;
    this.by = by;
    this.#words = words;
  }

  groupOf(flow: number): number {
    const { targets, kinds, names } = this.#book.columns;
    const ofTarget = this.by === 'process' || this.by === 'run';
    const word = ofTarget ? this.#book.targetOf(flow) : this.#book.nameOf(flow);
    const kind = ofTarget ? '' : this.#book.kindOf(flow);
    // Numbers may be others' by now; words are what they are.
    const place = (ofTarget ? targets[flow]! : names[flow]! * 8 + kinds[flow]!) % maxKnown;
    const known = this.#known[place];
    if (known?.word === word && known.kind === kind) return known.group;
    const group = this.#numberOf(this.#titleOf(flow), ofTarget ? 0 : rankOf(kind));
    this.#known[place] = { word, kind, group };
    return group;
  }

  #titleOf(flow: number): string {
    const book = this.#book;
    if (this.by === 'route') return routeOf(book.kindOf(flow), book.nameOf(flow));
    if (this.by === 'name') return book.nameOf(flow);
    if (this.by === 'process') return this.#words.processTitle(book.targetOf(flow));
    return this.#words.runTitle(this.#words.runOf(book.targetOf(flow)));
  }

  #numberOf(title: string, rank: number): number {
    const known = this.#byTitle.get(title);
    if (known !== undefined) return known;
    if (this.names.length === maxGroups - 1) return this.#add(othersTitle, ranks.length + 1);
    if (this.names.length >= maxGroups) return maxGroups - 1;
    return this.#add(title, rank);
  }

  #add(title: string, rank: number): number {
    this.#byTitle.set(title, this.names.length);
    return this.names.push({ title, rank }) - 1;
  }
}

function rankOf(kind: string): number {
  const rank = ranks.indexOf(kind);
  return rank === -1 ? ranks.length : rank;
}
