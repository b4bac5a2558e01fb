import { fail } from '../base/index.ts';
import type { Engine } from '../hub/session/index.ts';
import type { Answer, Ask, OrderName } from '../wire/protocol/index.ts';

export type FakeTargetAnswers = {
  [N in OrderName]?: (ask: Ask<N>) => Answer<N> | Promise<Answer<N>>;
};

/** Targets that answer what a test tells them to, and are no process. */
export class FakeEngine implements Engine {
  readonly targets = new Map<string, FakeTargetAnswers>();
  readonly orders: { readonly target: string; readonly name: OrderName; readonly ask: unknown }[] = [];
  readonly #open = new Map<string, Set<() => void>>();

  async order<N extends OrderName>(target: string, name: N, ask: Ask<N>): Promise<Answer<N>> {
    this.orders.push({ target, name, ask });
    const answers = this.targets.get(target);
    if (answers === undefined) throw fail('closed', `Target ${target} is not there.`);
    const answer = answers[name] as ((ask: Ask<N>) => Answer<N> | Promise<Answer<N>>) | undefined;
    if (answer === undefined) throw fail('no-answer', `Target ${target} did not answer "${name}".`);
    const answered = answer(ask);
    return answered instanceof Promise ? this.#orGone(target, answered) : answered;
  }

  /** Its process is gone: who waits for an answer is told. */
  end(target: string): void {
    this.targets.delete(target);
    for (const gone of this.#open.get(target) ?? []) gone();
    this.#open.delete(target);
  }

  async #orGone<T>(target: string, answered: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const gone = () => reject(fail('closed', `Target ${target} has ended.`));
    const open = this.#open.get(target) ?? new Set();
    this.#open.set(target, open.add(gone));
    try {
      return await Promise.race([answered, promise]);
    } finally {
      open.delete(gone);
    }
  }
}
