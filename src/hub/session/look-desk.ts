import { isEddyError } from '../../base/index.ts';
import {
  type Activity,
  type ControlAnswer,
  type ControlAsk,
  type TargetFlows,
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

  async explain(ask: ControlAsk<'explain'>): Promise<ControlAnswer<'explain'>> {
    const { engine, targets } = this.#work;
    const { targets: asked = targets.ids, ...place } = ask;
    const looks = asked.map(async target => {
      try {
        return { target, explanation: await engine.order(target, 'explain', place, lookWithinMs) };
      } catch (error) {
        return isEddyError(error, 'closed') ? undefined : { target, error: wireError(error) };
      }
    });
    return { targets: (await Promise.all(looks)).filter(one => one !== undefined) };
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
