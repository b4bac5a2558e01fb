import { fail, isEddyError } from '../../base/index.ts';
import {
  type Ask,
  type ControlAnswer,
  type ControlAsk,
  type Hold,
  type Resumed,
  wireError,
} from '../../wire/protocol/index.ts';
import { audited, type Deed, type DeskWork } from './desk-work.ts';
import type { Asker } from './ports.ts';

/** How long a step may take before we answer that it is under way. */
const stepWithinMs = 2000;
const lookEveryMs = 20;

/** What is done with flows that are held. */
export class HoldDesk {
  readonly #work: DeskWork;

  constructor(work: DeskWork) {
    this.#work = work;
  }

  async variables({ hold: id, ...more }: ControlAsk<'variables'>): Promise<ControlAnswer<'variables'>> {
    const { id: hold, target } = await this.#work.holds.find(id);
    return this.#work.engine.order(target, 'variables', { ...more, hold });
  }

  async evaluate(ask: ControlAsk<'evaluate'>, asker: Asker): Promise<ControlAnswer<'evaluate'>> {
    const hold = await this.#work.holds.find(ask.hold);
    return this.#act(hold, asker, { did: 'evaluate', what: `${hold.id}: ${ask.expression}` }, () => {
      this.#mayTouch('evaluated');
      return this.#work.engine.order(hold.target, 'evaluate', { ...ask, hold: hold.id });
    });
  }

  async set(ask: ControlAsk<'set'>, asker: Asker): Promise<ControlAnswer<'set'>> {
    const hold = await this.#work.holds.find(ask.hold);
    return this.#act(hold, asker, { did: 'set', what: `${hold.id}: ${ask.name} = ${ask.expression}` }, () => {
      this.#mayTouch('changed');
      return this.#work.engine.order(hold.target, 'set', { ...ask, hold: hold.id });
    });
  }

  async step({ hold: id, step }: ControlAsk<'step'>, asker: Asker): Promise<ControlAnswer<'step'>> {
    const hold = await this.#work.holds.find(id);
    return this.#act(hold, asker, { did: 'step', what: `${hold.id} ${step}` }, async () => {
      this.#mayTouch('held at its next place');
      const { resumed, conflicts } = await this.#work.engine.order(hold.target, 'resume', { hold: hold.id, step });
      const next = resumed ? await this.#nextHold(hold) : undefined;
      return { resumed, conflicts, ...(next === undefined ? {} : { next }) };
    });
  }

  async resume({ hold: id, force, step }: ControlAsk<'resume'>, asker: Asker): Promise<ControlAnswer<'resume'>> {
    const ask = { ...(force === undefined ? {} : { force }), ...(step === undefined ? {} : { step }) };
    const found = id === undefined ? (await this.#work.holds.all()).holds : [await this.#work.holds.find(id)];
    const one = (hold: Hold) =>
      this.#act(hold, asker, deedOf(hold, ask), () => {
        if (step !== undefined) this.#mayTouch('held at its next place');
        return resumeHold(this.#work, hold, ask);
      });
    return { holds: await Promise.all(found.map(one)) };
  }

  /** The same flow, held again. Its event may be lost, so the target is asked. */
  async #nextHold(before: Hold): Promise<Hold | undefined> {
    const { holds, clock } = this.#work;
    const until = clock.monotonic() + stepWithinMs;
    do {
      const { holds: now } = await holds.all([before.target]);
      // A stop pauses the thread, whichever flow runs next; a hold stays in its flow.
      const next = now.find(one => isNext(one, before));
      if (next !== undefined) return next;
      await new Promise<void>(resolve => void clock.after(lookEveryMs, resolve));
    } while (clock.monotonic() < until);
    return undefined;
  }

  #act<T>(hold: Hold, asker: Asker, deed: Deed, run: () => T | Promise<T>): Promise<T> {
    return audited(this.#work, [this.#work.book.session(hold.session)], { asker, deed }, run);
  }

  #mayTouch(what: string): void {
    if (!this.#work.book.observeOnly) return;
    throw fail('observe-only', `This run may only be observed: nothing is ${what}.`);
  }
}

function isNext(one: Hold, { id, kind, flow, since, place }: Hold): boolean {
  if (one.kind !== kind || (kind === 'hold' && one.flow !== flow)) return false;
  return one.id !== id || one.since !== since || one.place.line !== place.line || one.place.column !== place.column;
}

function deedOf({ id }: Hold, { step, force }: Pick<Ask<'resume'>, 'force' | 'step'>): Deed {
  if (step !== undefined) return { did: 'step', what: `${id} ${step}` };
  return { did: 'resume', what: `${id}${force ? ' by force' : ''}` };
}

/** Tells its target; what came of it is said, never thrown. One that is not there any more goes on. */
export async function resumeHold(
  { engine }: DeskWork,
  hold: Hold,
  ask: Pick<Ask<'resume'>, 'force' | 'step'>,
): Promise<Resumed> {
  const { id, target } = hold;
  try {
    return { hold: id, target, ...(await engine.order(target, 'resume', { hold: id, ...ask })) };
  } catch (error) {
    const isGone = isEddyError(error, 'closed') || isEddyError(error, 'unknown-id');
    if (isGone) return { hold: id, target, resumed: true, conflicts: [] };
    return { hold: id, target, resumed: false, conflicts: [], error: wireError(error) };
  }
}
