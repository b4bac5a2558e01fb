import { isEddyError } from '../../base/index.ts';
import {
  type Activity,
  type Answer,
  type Ask,
  type ControlAnswer,
  type ControlAsk,
  type OrderName,
  type TargetFlows,
  type WireError,
  wireError,
} from '../../wire/protocol/index.ts';
import type { DeskWork } from './desk-work.ts';
import type { KnownTarget } from './target-book.ts';

/** A look is for somebody who waits in front of a screen. */
const lookWithinMs = 2000;

/** Looks at what runs; changes nothing. */
export class LookDesk {
  readonly #work: DeskWork;

  constructor(work: DeskWork) {
    this.#work = work;
  }

  async flows(ask: ControlAsk<'flows'>): Promise<ControlAnswer<'flows'>> {
    const { targets, clock } = this.#work;
    const { flows } = ask;
    const asked = targets.all.filter(({ info }) => flows?.some(id => isOf(id, info.id)) !== false);
    const looks = await Promise.all(asked.map(target => this.#flowsOf(target, ask)));
    return { at: clock.now(), targets: looks.filter(one => one !== undefined) };
  }

  async #flowsOf({ info }: KnownTarget, ask: ControlAsk<'flows'>): Promise<TargetFlows | undefined> {
    const { engine, targets } = this.#work;
    const target = info.id;
    try {
      const activity = await engine.order(target, 'activity', ask, lookWithinMs);
      return { target, info, activity: ask.leavesOnly === true ? onlyLeaves(activity) : activity };
    } catch (error) {
      if (isEddyError(error, 'closed')) return undefined;
      // Not its answer, but better than nothing: what it told by itself before.
      const last = targets.get(target)?.last;
      return { target, info, error: wireError(error), ...(last === undefined ? {} : { last }) };
    }
  }

  sessions({ withoutEvents }: ControlAsk<'sessions'>): ControlAnswer<'sessions'> {
    const views = this.#work.book.sessions.map(session => session.view());
    return { sessions: withoutEvents === true ? views.map(view => ({ ...view, events: [] })) : views };
  }

  async streams({ targets: named }: ControlAsk<'streams'>): Promise<ControlAnswer<'streams'>> {
    const { targets, clock } = this.#work;
    const looks = (named ?? targets.ids).map(async target => {
      const open = await this.#orderOf(target, 'streams', {});
      return open === undefined ? undefined : { target, ...('error' in open ? open : { open: open.answer }) };
    });
    return { at: clock.now(), targets: (await Promise.all(looks)).filter(one => one !== undefined) };
  }

  async explain(ask: ControlAsk<'explain'>): Promise<ControlAnswer<'explain'>> {
    const { targets } = this.#work;
    const { targets: asked = targets.ids, ...place } = ask;
    const looks = asked.map(async target => {
      const told = await this.#orderOf(target, 'explain', place);
      return told === undefined ? undefined : { target, ...('error' in told ? told : { explanation: told.answer }) };
    });
    return { targets: (await Promise.all(looks)).filter(one => one !== undefined) };
  }

  /** Undefined: the target has gone. */
  async #orderOf<N extends OrderName>(
    target: string,
    order: N,
    ask: Ask<N>,
  ): Promise<{ readonly answer: Answer<N> } | { readonly error: WireError } | undefined> {
    try {
      return { answer: await this.#work.engine.order(target, order, ask, lookWithinMs) };
    } catch (error) {
      return isEddyError(error, 'closed') ? undefined : { error: wireError(error) };
    }
  }
}

function onlyLeaves(activity: Activity): Activity {
  const flows = activity.flows.map(flow => {
    const callers = new Set(flow.activations.map(({ caller }) => caller));
    return { ...flow, activations: flow.activations.filter(({ id }) => !callers.has(id)) };
  });
  return { ...activity, flows };
}

/** A flow's id begins with its target's. */
function isOf(flow: string, target: string): boolean {
  return flow.startsWith(`${target}.`);
}
