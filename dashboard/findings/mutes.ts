import { type ReadonlySignal, type Signal, signal } from '@preact/signals';

export interface Mute {
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The browser's, or one that a test has. */
export type MuteStorage = Pick<Storage, 'getItem' | 'setItem'>;

const storageKey = 'eddy.mutes';
const maxMutes = 1_000;

/** Findings that somebody does not want to see here, by key. Kept in this browser, for this address of the dashboard. */
export class Mutes {
  /** Whether the browser kept the last change. */
  isKept = true;
  readonly #storage: MuteStorage | undefined;
  readonly #all: Signal<ReadonlyMap<string, Mute>>;

  constructor(storage: MuteStorage | undefined) {
    this.#storage = storage;
    this.#all = signal(read(storage));
  }

  get all(): ReadonlySignal<ReadonlyMap<string, Mute>> {
    return this.#all;
  }

  of(key: string): Mute | undefined {
    return this.#all.value.get(key);
  }

  mute(key: string, reason: string, at: number): void {
    const others = [...this.#all.value].filter(([other]) => other !== key);
    this.#write(new Map([...others.slice(1 - maxMutes), [key, { reason, at }]]));
  }

  unmute(key: string): void {
    this.#write(new Map([...this.#all.value].filter(([other]) => other !== key)));
  }

  #write(mutes: ReadonlyMap<string, Mute>): void {
    this.#all.value = mutes;
    try {
      this.#storage?.setItem(storageKey, JSON.stringify([...mutes]));
      this.isKept = this.#storage !== undefined;
    } catch {
      this.isKept = false;
    }
  }
}

function read(storage: MuteStorage | undefined): ReadonlyMap<string, Mute> {
  try {
    const told = JSON.parse(storage?.getItem(storageKey) ?? '[]') as unknown;
    return new Map(Array.isArray(told) ? told.filter(isMute) : []);
  } catch {
    return new Map();
  }
}

function isMute(value: unknown): value is [string, Mute] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const mute = value[1] as Partial<Mute> | null;
  return typeof mute?.reason === 'string' && typeof mute.at === 'number';
}
