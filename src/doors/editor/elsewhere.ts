import type { EddyEvent } from '../../wire/protocol/index.ts';
import { holdKey } from './run-link.ts';

/** What stands in targets that other sessions of the editor show: by which probe, and no more. */
export class Elsewhere {
  readonly #probes = new Map<string, string>();
  readonly #left: (target: string) => void;

  /** `left`: who stood there goes on. */
  constructor(left: (target: string) => void) {
    this.#left = left;
  }

  standsBy(probe: string): boolean {
    return [...this.#probes.values()].includes(probe);
  }

  note({ kind, target, data }: EddyEvent): void {
    const key = holdKey(target, String(data.hold));
    if (kind === 'held' || kind === 'stopped') this.#probes.set(key, String(data.probe));
    else if (kind === 'resumed') this.#end(key, target, String(data.why).startsWith('step '));
    else if (kind === 'target-ended') {
      for (const one of [...this.#probes.keys()])
        if (one.startsWith(holdKey(target, ''))) this.#end(one, target, false);
    }
  }

  /** A step is its probe's own, until it comes to its place. */
  #end(key: string, target: string, steps: boolean): void {
    if (this.#probes.delete(key) && !steps) this.#left(target);
  }
}
