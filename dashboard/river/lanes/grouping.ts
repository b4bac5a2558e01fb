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
  /** By what tells a group: number of the target, or of kind and name. */
  readonly #known = new Map<number, number>();

  constructor(book: FlowBook, by: GroupBy, words: GroupWords) {
    this.#book = book;
    this.by = by;
    this.#words = words;
  }

  groupOf(flow: number): number {
    const { targets, kinds, names } = this.#book.columns;
    const ofTarget = this.by === 'process' || this.by === 'run';
    const key = ofTarget ? targets[flow]! : names[flow]! * 64 + kinds[flow]!;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const group = this.#numberOf(this.#titleOf(flow), ofTarget ? 0 : rankOf(this.#book.kindOf(flow)));
    this.#known.set(key, group);
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
