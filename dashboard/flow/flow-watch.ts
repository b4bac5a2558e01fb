import { type Signal, signal } from '@preact/signals';
import type { FlowActivity } from '../../src/wire/protocol/index.ts';
import { type Model, Pace } from '../model/index.ts';

export interface FlowLook {
  /** Epoch ms, of the target's clock. */
  readonly at: number;
  /** Undefined: it is not alive. */
  readonly flow: FlowActivity | undefined;
  /** Its target gave no answer: why. */
  readonly silent: string | undefined;
}

/** A look costs its target some milliseconds: two a second, rarer when an answer takes long. */
const pace = { leastMs: 500, times: 4, mostMs: 5_000 };

/** Looks at one flow again and again: its whole stack, not only where it waits. */
export class FlowWatch {
  readonly look: Signal<FlowLook | undefined> = signal<FlowLook | undefined>(undefined);
  readonly #id: string;
  readonly #model: Model;
  readonly #pace: Pace;

  constructor(model: Model, id: string) {
    this.#model = model;
    this.#id = id;
    this.#pace = new Pace(model.ports, pace, () => this.#ask());
    if (model.past === undefined) this.#pace.want();
  }

  close(): void {
    this.#pace.close();
  }

  async #ask(): Promise<void> {
    try {
      if (this.#model.line.peek() === 'there' && !this.#model.ports.isHidden()) await this.#look();
    } finally {
      this.#pace.want();
    }
  }

  async #look(): Promise<void> {
    const id = this.#id;
    const { targets } = await this.#model.ask('flows', { flows: [id] });
    const own = targets.find(({ target }) => id.startsWith(`${target}.`));
    const before = this.look.peek();
    if (own === undefined) {
      this.look.value = { at: before?.at ?? Number.NaN, flow: undefined, silent: undefined };
    } else if (own.activity === undefined) {
      const silent = own.error?.message ?? 'It gave no answer.';
      this.look.value = { at: before?.at ?? Number.NaN, flow: before?.flow, silent };
    } else {
      const { at, flows } = own.activity;
      this.look.value = { at, flow: flows.find(flow => flow.id === id), silent: undefined };
    }
  }
}
