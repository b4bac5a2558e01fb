import type { ModelPorts } from './ports.ts';

export interface PaceOptions {
  /** Between the end of one and the start of the next, at least. */
  readonly leastMs: number;
  /** And so many times as long as the last one took, so that whoever is asked has time for other things. */
  readonly times: number;
  readonly mostMs: number;
}

type PacePorts = Pick<ModelPorts, 'now' | 'after'>;

/** Does one thing whenever it is wanted, never twice at once, and rarer the longer it takes. */
export class Pace {
  readonly #ports: PacePorts;
  readonly #options: PaceOptions;
  readonly #work: () => Promise<unknown>;
  #isWanted = false;
  #runs = false;
  #mayAt = 0;
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(ports: PacePorts, options: PaceOptions, work: () => Promise<unknown>) {
    this.#ports = ports;
    this.#options = options;
    this.#work = work;
  }

  want(): void {
    this.#isWanted = true;
    if (this.#runs || this.#isClosed || this.#cancel !== undefined) return;
    this.#cancel = this.#ports.after(Math.max(0, this.#mayAt - this.#ports.now()), () => {
      this.#cancel = undefined;
      void this.#run();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  async #run(): Promise<void> {
    this.#isWanted = false;
    this.#runs = true;
    const from = this.#ports.now();
    try {
      await this.#work();
    } catch {
      // Who asks again sees whether it is better by then.
    }
    const now = this.#ports.now();
    const { leastMs, times, mostMs } = this.#options;
    this.#mayAt = now + Math.min(mostMs, Math.max(leastMs, (now - from) * times));
    this.#runs = false;
    if (this.#isWanted) this.want();
  }
}
