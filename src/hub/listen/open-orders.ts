import { type Clock, counter, fail, isErrorCode, type Timer } from '../../base/index.ts';
import {
  type Answer,
  type AnswerLine,
  type Ask,
  type OrderLine,
  type OrderName,
  sayDuration,
} from '../../wire/protocol/index.ts';

export const orderWithinMs = 5000;

/** The way to one target. */
export interface OrderWay {
  readonly target: string;
  write(text: string): void;
  /** Monotonic ms of the last line that it said. */
  lastHeard(): number;
}

interface Open {
  readonly way: OrderWay;
  readonly timer: Timer;
  /** What has come of the answer. */
  parts: Record<string, unknown>;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** Orders that wait for their answer. Each is settled once: by its answer, its deadline, or the end of its way. */
export class OpenOrders {
  readonly #clock: Clock;
  readonly #nextId = counter();
  readonly #open = new Map<number, Open>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#open.size;
  }

  send<N extends OrderName>(way: OrderWay, order: N, ask: Ask<N>, timeoutMs = orderWithinMs): Promise<Answer<N>> {
    const id = this.#nextId();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = this.#clock.after(timeoutMs, () => {
      this.#open.delete(id);
      const heardMs = this.#clock.monotonic() - way.lastHeard();
      reject(
        fail(
          'no-answer',
          `Target ${way.target} did not answer "${order}" within ${sayDuration(timeoutMs)}: its thread is busy, blocked or stopped. It last said something ${sayDuration(heardMs)} ago.`,
          { data: { target: way.target, order, lastHeardMsAgo: Math.round(heardMs) } },
        ),
      );
    });
    this.#open.set(id, { way, timer, parts: {}, resolve, reject });
    const line: OrderLine = { say: 'order', id, target: way.target, order, ask };
    way.write(`${JSON.stringify(line)}\n`);
    return promise as Promise<Answer<N>>;
  }

  /** An answer that came over this way. One that nobody waits for any more is left. */
  take(line: AnswerLine, isOver: (way: OrderWay) => boolean): void {
    const open = this.#open.get(line.id);
    if (open === undefined || open.way.target !== line.target || !isOver(open.way)) return;
    if (line.error === undefined) open.parts = joined(open.parts, line.answer as unknown as Record<string, unknown>);
    if (line.more === true) return;
    this.#open.delete(line.id);
    open.timer.cancel();
    if (line.error === undefined) {
      open.resolve(open.parts);
      return;
    }
    const { code, message } = line.error;
    open.reject(fail(isErrorCode(code) ? code : 'refused', message, { data: { target: line.target, code } }));
  }

  /** The way has ended: what went over it will not be answered. */
  end(isEnded: (way: OrderWay) => boolean, why: string): void {
    for (const [id, { way, timer, reject }] of [...this.#open]) {
      if (!isEnded(way)) continue;
      this.#open.delete(id);
      timer.cancel();
      reject(fail('closed', `Target ${way.target} ${why}.`, { data: { target: way.target } }));
    }
  }
}

/** Lists go on; of all else the later word counts. */
function joined(before: Record<string, unknown>, next: Record<string, unknown>): Record<string, unknown> {
  for (const [key, value] of Object.entries(next)) {
    const known = before[key];
    if (Array.isArray(known) && Array.isArray(value)) for (const one of value) known.push(one);
    else before[key] = value;
  }
  return before;
}
