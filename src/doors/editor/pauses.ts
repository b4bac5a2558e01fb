import type { ProbeView } from '../../wire/protocol/index.ts';

/** Probes in a session of their own. */
export interface Apart {
  /** What is unset to take them away. */
  readonly what: string;
  readonly probes: readonly ProbeView[];
}

interface Pause {
  readonly thread: number;
  readonly made: Promise<Apart>;
  probes: readonly string[];
  isOver: boolean;
  /** The thread stands for it, or goes on from there. */
  isTrue: boolean;
}

/** Threads that are to stand where they come to next: one wish each, until it came true or is taken back. */
export class Pauses {
  readonly #all = new Set<Pause>();
  readonly #unset: (what: string) => Promise<void>;

  constructor(unset: (what: string) => Promise<void>) {
    this.#unset = unset;
  }

  /** It waits for that still. */
  has(thread: number): boolean {
    return this.#ofThread(thread) !== undefined;
  }

  /** A thread stands by a probe of its own wish, or by another: that will do. */
  async stood(thread: number, probe: string): Promise<void> {
    const pause = this.#ofThread(thread);
    if (pause?.probes.includes(probe) === true) pause.isTrue = true;
    else await this.takeBack(thread);
  }

  isProbe(probe: string): boolean {
    return [...this.#all].some(({ probes }) => probes.includes(probe));
  }

  /** Settles when it is known by which probes. */
  async start(thread: number, set: () => Promise<Apart>): Promise<void> {
    const pause: Pause = { thread, made: set(), probes: [], isOver: false, isTrue: false };
    this.#all.add(pause);
    try {
      const { what, probes } = await pause.made;
      if (pause.isOver) await this.#unset(what);
      else pause.probes = probes.map(({ spec }) => spec.id);
    } catch (error) {
      this.#all.delete(pause);
      throw error;
    }
  }

  async takeBack(thread: number): Promise<void> {
    await this.#end(this.#ofThread(thread));
  }

  /** Who stood by it goes on. */
  async left(probe: string): Promise<void> {
    await this.#end([...this.#all].find(({ probes }) => probes.includes(probe)));
  }

  async clear(): Promise<void> {
    for (const pause of [...this.#all]) await this.#end(pause);
  }

  async #end(pause: Pause | undefined): Promise<void> {
    if (pause === undefined) return;
    this.#all.delete(pause);
    // What is being set is taken away as soon as it is there.
    if (pause.probes.length === 0) pause.isOver = true;
    else await this.#unset((await pause.made).what);
  }

  #ofThread(thread: number): Pause | undefined {
    return [...this.#all].find(one => one.thread === thread && !one.isTrue);
  }
}
