import { fail, isEddyError } from '../../base/index.ts';
import { type EddyEvent, type Hold, type HoldsView, type InTarget, wireError } from '../../wire/protocol/index.ts';
import type { Engine } from './ports.ts';
import type { TargetBook } from './target-book.ts';

const holdsWithinMs = 2000;
const maxKnown = 10_000;

/** Where flows are held. The targets know; here is only kept which of them to ask for one. */
export class HoldBook {
  readonly #engine: Engine;
  readonly #targets: TargetBook;
  readonly #targetOf = new Map<string, string>();

  constructor(engine: Engine, targets: TargetBook) {
    this.#engine = engine;
    this.#targets = targets;
  }

  /** Of all targets, side by side. */
  async all(targets: readonly string[] = this.#targets.ids): Promise<HoldsView> {
    const holds: Hold[] = [];
    const silent: InTarget[] = [];
    await Promise.all(
      targets.map(async target => {
        try {
          for (const hold of (await this.#engine.order(target, 'holds', {}, holdsWithinMs)).holds) {
            holds.push({ ...hold, target });
            this.#know(hold.id, target);
          }
        } catch (error) {
          if (!isEddyError(error, 'closed')) silent.push({ target, error: wireError(error) });
        }
      }),
    );
    holds.sort((a, b) => a.since - b.since);
    return { holds, silent };
  }

  take({ kind, target, data }: EddyEvent): void {
    if ((kind === 'held' || kind === 'stopped') && typeof data.hold === 'string') this.#know(data.hold, target);
  }

  targetEnded(target: string): void {
    for (const [id, known] of this.#targetOf) if (known === target) this.#targetOf.delete(id);
  }

  /** The hold of that id, as its target has it now. Threads count alike: `TARGET/ID` says whose it is. */
  async find(wanted: string): Promise<Hold> {
    const slash = wanted.indexOf('/');
    const id = wanted.slice(slash + 1);
    const known = slash < 0 ? this.#targetOf.get(id) : wanted.slice(0, slash);
    const { holds, silent } = await this.all(known === undefined ? undefined : [known]);
    const hold = holds.find(one => one.id === id);
    if (hold !== undefined) return hold;
    if (silent.length > 0) {
      const [{ error }] = silent as [InTarget];
      throw fail('no-answer', `Whether ${id} is held is not known. ${error?.message ?? ''}`.trim());
    }
    const others = (known === undefined ? holds : (await this.all()).holds).map(one => one.id);
    const hint = others.length === 0 ? 'Nothing is held now.' : `Held are: ${others.slice(0, 10).join(', ')}.`;
    throw fail('unknown-id', `Nothing is held as "${id}", or no longer.`, { hint, data: { hold: id, holds: others } });
  }

  #know(id: string, target: string): void {
    if (this.#targetOf.size >= maxKnown) this.#targetOf.delete(this.#targetOf.keys().next().value as string);
    this.#targetOf.set(id, target);
  }
}
