// Attached to, bound, hit and left again, under load.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { lineOf } from '../launch/index.ts';
import { type Ending, type Shop, shops, startShop, visit } from './attach-node.ts';

export interface Rounds {
  readonly file: 'shop.mjs' | 'shop.cjs';
  readonly node: string;
  readonly count: number;
  /** Requests at a time, all the while. */
  readonly atOnce: number;
  onRound?(round: number): void;
}

/** Fails where an answer is not what it is without us, or anything is left. Gives how many requests were answered. */
export async function attachRounds(t: Ending, { file, node, count, atOnce, onRound }: Rounds): Promise<number> {
  const shop = await startShop(t, file, { node });
  const before = await shop.state();
  const load = new Load(shop, atOnce);
  for (let round = 1; round <= count; round++) {
    // A round with a hold edits the text that runs; while others run, too.
    const isHeld = round % 2 === 0;
    const path = join(shops, file);
    const words = isHeld
      ? ['--hold', `${file}:${lineOf(path, 'quote')}`, '--hold-for', '20ms']
      : ['--snap', `${file}:${lineOf(path, 'sum')}`];
    const visitor = await visit(t, { pid: shop.pid }, ...words, '--match', 'header:x-debug=ann');
    const { data: binding } = await visitor.next('probe-bound');
    equal((binding.places as unknown[]).length, 1);
    equal(await shop.ask(isHeld ? 'quote/7' : '7', { 'x-debug': 'ann' }), isHeld ? 'quote 7' : 'sum 15');
    const { data } = await visitor.next(isHeld ? 'held' : 'snap');
    equal((data.locals as { count: unknown }).count, 7);
    deepEqual(await visitor.detach(), []);
    onRound?.(round);
  }
  const answered = await load.end();
  deepEqual(await shop.stateLike(before), before);
  return answered;
}

/** One loop each; ended by `end`, which fails with the first wrong answer. */
class Load {
  #isOver = false;
  #answered = 0;
  readonly #loops: readonly Promise<void>[];

  constructor(shop: Shop, atOnce: number) {
    this.#loops = Array.from({ length: atOnce }, (_, loop) => this.#ask(shop, loop));
    for (const loop of this.#loops) loop.catch(() => {});
  }

  async end(): Promise<number> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    return this.#answered;
  }

  async #ask(shop: Shop, loop: number): Promise<void> {
    for (let count = loop; !this.#isOver; count = (count + 7) % 1_000) {
      equal(await shop.ask(String(count)), `sum ${count * 2 + 1}`);
      this.#answered++;
    }
  }
}
