import type { Listing, TargetInfo, TargetLine } from '../../wire/protocol/index.ts';

export interface LastState {
  /** Epoch ms. */
  readonly at: number;
  readonly sections: Readonly<Record<string, Listing>>;
}

export interface KnownTarget {
  readonly info: TargetInfo;
  readonly last?: LastState;
}

/** The targets that are there now, and what each last said of itself. */
export class TargetBook {
  readonly #targets = new Map<string, KnownTarget>();
  readonly #first = Promise.withResolvers<void>();

  /** Settles when there has been one. */
  get first(): Promise<void> {
    return this.#first.promise;
  }

  get all(): readonly KnownTarget[] {
    return [...this.#targets.values()];
  }

  get ids(): readonly string[] {
    return [...this.#targets.keys()];
  }

  get(id: string): KnownTarget | undefined {
    return this.#targets.get(id);
  }

  /** True when it was not there before. */
  add(info: TargetInfo): boolean {
    const known = this.#targets.get(info.id);
    this.#targets.set(info.id, { ...known, info });
    this.#first.resolve();
    return known === undefined;
  }

  state({ target, at, state }: Extract<TargetLine, { say: 'state' }>): void {
    const known = this.#targets.get(target);
    if (known !== undefined) this.#targets.set(target, { ...known, last: { at, sections: state.sections } });
  }

  remove(id: string): boolean {
    return this.#targets.delete(id);
  }
}
