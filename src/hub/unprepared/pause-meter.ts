import { type Asking, evaluate } from './asking.ts';

const everyMs = 5;
/** A loop that does not turn in this time is told so. */
const turnWithinMs = 2_000;
/** It stops by itself when nobody has asked for so long, or the inspector is closed: we may have been killed. */
const maxTicks = 120_000;

/**
 * How long the program's loop stands still, by a timer in the program. Not Node's own histogram of its loop: each of those stays in
 * memory for ever. What we ask runs in the midst of whatever code is running, Node's own timers too, where a timer that is set or
 * cleared breaks them: so it is set in a turn of its own, and cleared by itself.
 */
const meter = `(() => {
  const { setImmediate, setInterval, clearInterval } = need('node:timers');
  const { hrtime } = need('node:process');
  const { url } = need('node:inspector');
  const now = hrtime.bigint;
  let last, longest = 0n, ticks = 0, isOver = false;
  setImmediate(() => {
    if (isOver) return;
    last = now();
    const timer = setInterval(() => {
      if (isOver || ++ticks > ${maxTicks} || url() === undefined) return void clearInterval(timer);
      const at = now();
      if (at - last > longest) longest = at - last;
      last = at;
    }, ${everyMs});
    timer.unref();
  });
  return {
    ticks: () => ({ ticks }),
    take() {
      const longestMs = Number(longest / 1000n) / 1000;
      longest = 0n;
      ticks = 0;
      return { longestMs };
    },
    stop() {
      isOver = true;
    },
  };
})()`;

export class PauseMeter {
  /** False: its loop did not turn in the time that one waits for it. */
  turns = false;
  readonly #asking: Asking;
  readonly #meter: string | undefined;

  private constructor(asking: Asking, id: string | undefined) {
    this.#asking = asking;
    this.#meter = id;
  }

  static async open(asking: Asking): Promise<PauseMeter> {
    const opened = new PauseMeter(asking, await evaluate(asking, meter, false).catch(() => undefined));
    opened.turns = await opened.#turned();
    return opened;
  }

  /** The longest since it was asked last; undefined where the loop does not turn, or the program cannot tell. */
  async read(): Promise<number | undefined> {
    if (!(await this.#turned())) return undefined;
    const { longestMs = 0 } = await this.#call('take');
    return Math.round(longestMs * 10) / 10;
  }

  /** Also when the dump was broken off. */
  async close(): Promise<void> {
    const words = { functionDeclaration: 'function () { this.stop(); }', objectId: this.#meter };
    if (this.#meter !== undefined) await this.#asking.connection.ask('Runtime.callFunctionOn', words);
  }

  /** Waits until its timer has fired once more: what has just ended is in it then. */
  async #turned(): Promise<boolean> {
    if (this.#meter === undefined) return false;
    const { clock } = this.#asking;
    const counted = async () => (await this.#call('ticks')).ticks ?? 0;
    const before = await counted();
    const until = clock.monotonic() + turnWithinMs;
    while (clock.monotonic() < until) {
      await new Promise<void>(resolve => clock.after(everyMs, resolve, { holdsProcess: true }));
      if ((await counted()) > before) return true;
    }
    return false;
  }

  async #call(name: 'ticks' | 'take'): Promise<{ readonly ticks?: number; readonly longestMs?: number }> {
    const { result } = await this.#asking.ask('Runtime.callFunctionOn', {
      functionDeclaration: `function () { return this.${name}(); }`,
      objectId: this.#meter,
      returnByValue: true,
    });
    return result.value;
  }
}
