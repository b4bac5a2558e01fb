import type { ActivationLine, SectionName } from '../../src/wire/protocol/index.ts';
import { type Item, itemList, itemsOf, type Sections } from '../reports/index.ts';

export interface LockUse {
  readonly lock: Item;
  /** `at` and `forMs` of the one who holds or waits. */
  readonly ticket: Item;
}

/** What reports say of one flow. Each list is as its target told it last, about once a second. */
export interface Belongings {
  readonly flow: Item | undefined;
  readonly task: Item | undefined;
  /** Where it was when its target told its state last. */
  readonly activations: readonly ActivationLine[];
  readonly scopes: readonly Item[];
  readonly held: readonly LockUse[];
  readonly wanted: readonly LockUse[];
  readonly generators: readonly Item[];
  readonly sdkSessions: readonly Item[];
  readonly sessions: readonly Item[];
}

export function belongingsOf(reports: Iterable<Sections>, id: string): Belongings {
  const all = [...reports];
  const items = (name: SectionName) => all.flatMap(report => itemsOf(report[name]));
  const ofFlow = (name: SectionName) => items(name).filter(({ flow }) => flow === id);
  const uses = (name: 'holders' | 'waiters') =>
    items('locks').flatMap(lock =>
      itemList(lock[name])
        .filter(({ flow }) => flow === id)
        .map(ticket => ({ lock, ticket })),
    );
  return {
    flow: items('flows').find(one => one.id === id),
    task: items('tasks').find(one => one.id === id),
    activations: ofFlow('activations').filter(isActivation),
    scopes: ofFlow('scopes'),
    held: uses('holders'),
    wanted: uses('waiters'),
    generators: ofFlow('generators'),
    sdkSessions: ofFlow('sdkSessions'),
    sessions: ofFlow('sessions'),
  };
}

function isActivation(item: Item): item is Item & ActivationLine {
  const { id, file, line, function: name, state } = item;
  const isWhole = typeof id === 'number' && typeof line === 'number';
  return isWhole && [file, name, state].every(one => typeof one === 'string');
}
