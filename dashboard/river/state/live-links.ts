import type { Listing, Report } from '../../../src/wire/protocol/index.ts';
import { type Model, Pace } from '../../model/index.ts';
import { type Item, itemList, itemsOf, numberOf, textOf } from '../../reports/index.ts';
import type { KnownTie, LinkBook } from './link-book.ts';

/** Reports are large, and targets say their state once a second. */
const pace = { leastMs: 2_000, times: 10, mostMs: 30_000 };
/** A state that is said while a report is read comes again and again: both go by the second. */
const mostTries = 3;

/**
 * Locks and scopes that began before anybody told us: from reports, as soon as a target has said its state since we listen. Where a
 * target tells no events they are all that is known of it, and are read again and again while the picture is seen.
 */
export class LiveLinks {
  readonly #model: Model;
  readonly #links: LinkBook;
  readonly #isSeen: () => boolean;
  /** When each target said its state last; epoch ms. */
  readonly #saidAt = new Map<string, number>();
  readonly #read = new Set<string>();
  readonly #pace: Pace;

  constructor(model: Model, links: LinkBook, isSeen: () => boolean) {
    this.#model = model;
    this.#links = links;
    this.#isSeen = isSeen;
    this.#pace = new Pace(model.ports, pace, () => this.#look());
    model.onEvent(({ kind, target, at }) => {
      if (kind === 'target-ended') this.#forget(target, at);
      if (kind !== 'system') return;
      this.#saidAt.set(target, at);
      if (this.#isWanted(target)) this.#pace.want();
    });
  }

  #isWanted(target: string): boolean {
    return !this.#read.has(target) || (this.#isSilent(target) && this.#isSeen());
  }

  #isSilent(target: string): boolean {
    const run = this.#model.target(target)?.run ?? '';
    return this.#model.unrecorded.peek().some(({ id }) => id === run);
  }

  async #look(): Promise<void> {
    for (let tries = 0; tries < mostTries; tries++) {
      if (this.#model.ports.isHidden() || this.#model.line.peek() !== 'there') return;
      if (await this.#tryRead()) return;
    }
  }

  /** False where a state was said meanwhile: what is listed is of another moment than we know. */
  async #tryRead(): Promise<boolean> {
    let isDone = true;
    const said = new Map(this.#saidAt);
    await this.#model.refreshReports();
    for (const report of this.#model.reports.peek().values())
      for (const { id, ended } of report.targets) {
        const at = said.get(id);
        if (at === undefined || ended !== undefined || !this.#isWanted(id)) continue;
        if (at !== this.#saidAt.get(id)) {
          isDone = false;
          continue;
        }
        const isSilent = this.#isSilent(id);
        const isWhole = isSilent && [report.locks, report.scopes].every(isComplete);
        this.#links.takeState(id, at, tiesIn(report, id, at), isWhole);
        this.#read.add(id);
      }
    return isDone;
  }

  #forget(target: string, at: number): void {
    this.#saidAt.delete(target);
    if (this.#read.delete(target)) this.#links.takeState(target, at, [], true);
  }
}

/** Whether what is not listed is not there. */
function isComplete(listing: Listing | undefined): boolean {
  return listing === undefined || listing.items.length >= listing.live;
}

/** What flows of a target have and wait for: those that have it first. */
function tiesIn(report: Report, target: string, at: number): KnownTie[] {
  const isOf = (one: Item) => one.target === target;
  const locks = itemsOf(report.locks).filter(isOf);
  const scopes = itemsOf(report.scopes).filter(one => isOf(one) && one.state === 'active');
  const tickets = (role: 'holders' | 'waiters') =>
    locks.flatMap(lock => itemList(lock[role]).map(ticket => ofLock(textOf(lock.name), ticket, role, at)));
  return [...tickets('holders'), ...tickets('waiters'), ...scopes.map(ofScope)].filter(({ flow }) => flow !== '');
}

function ofLock(name: string, ticket: Item, role: 'holders' | 'waiters', at: number): KnownTie {
  const from = at - (numberOf(ticket.forMs) ?? 0);
  return {
    kind: 'lock',
    key: name,
    name,
    flow: textOf(ticket.flow),
    from,
    got: role === 'holders' ? from : Number.NaN,
  };
}

function ofScope(scope: Item): KnownTie {
  const from = numberOf(scope.entered) ?? Number.NaN;
  const cancelledAt = numberOf(scope.cancelledAt);
  const cancelled = cancelledAt === undefined ? {} : { cancelledAt, why: textOf(scope.cancelled) };
  const [key, name, flow] = [textOf(scope.id), textOf(scope.name), textOf(scope.flow)];
  return { kind: 'scope', key, name, flow, from, got: from, ...cancelled };
}
