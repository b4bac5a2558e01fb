import { fail } from '../../base/index.ts';
import type { Activations } from '../runtime/activations/index.ts';
import { captureNamed } from '../runtime/capture/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import {
  activitySteps,
  describeHeld,
  explainPlace,
  type HeldFlow,
  type Probes,
  readActivity,
} from '../runtime/probes/index.ts';
import { openStreams } from '../runtime/streams/index.ts';
import type { Heirs } from './heirs.ts';
import type { OrderHandlers } from './orders.ts';
import { inSlices } from './slices.ts';

/** What answers are made of. */
export interface Answering {
  readonly rt: Runtime;
  readonly activations: Activations;
  readonly probes: Probes;
  /** Files that run without gates, and why. */
  ungated(): readonly { readonly path: string; readonly why: string; readonly line?: number }[];
  /** Absent: nobody inherits the plan. */
  readonly heirs?: Heirs;
}

/** What this thread answers to what a hub asks. */
export function orderHandlers({ rt, activations, probes, ungated, heirs }: Answering): OrderHandlers {
  const heldOf = (id: string): HeldFlow => {
    const held = probes.getHeld(id);
    if (held !== undefined) return held;
    const ids = [...probes.held].map(one => one.id);
    throw fail('unknown-id', `Nothing is held under ${id}.`, {
      hint: ids.length === 0 ? 'No flow is held here.' : `Held are: ${ids.join(', ')}.`,
    });
  };
  const mayTouch = () => {
    if (probes.plan.observeOnly)
      throw fail('observe-only', 'This run may be looked at and not touched (--observe-only).');
  };
  return {
    plan({ plan }) {
      heirs?.follow(plan);
      return { bindings: probes.follow(plan) };
    },
    activity: (ask, how) =>
      how === 'in place'
        ? readActivity(rt, activations, one => probes.placeOf(one), ask)
        : inSlices(activitySteps(rt, activations, one => probes.placeOf(one), ask)),
    holds: () => ({ holds: [...probes.held].map(one => describeHeld(rt, one, probes.waitersFor(one))) }),
    variables({ hold, frame }) {
      const held = heldOf(hold);
      const at = probes.frameOf(held, frame);
      return { variables: at === undefined ? held.variables() : probes.frames.variables(at) };
    },
    evaluate({ hold, expression, frame }) {
      mayTouch();
      const held = heldOf(hold);
      const at = probes.frameOf(held, frame);
      if (at !== undefined) return { value: captureNamed(expression, probes.frames.evaluate(at, expression)) };
      return held.evaluate(expression, value => ({ value: captureNamed(expression, value) }));
    },
    set({ hold, name, expression, frame }) {
      mayTouch();
      const held = heldOf(hold);
      const at = probes.frameOf(held, frame);
      if (at !== undefined) return { variable: probes.frames.set(at, name, probes.frames.evaluate(at, expression)) };
      return held.evaluate(expression, value => ({ variable: held.edit(name, value) }));
    },
    resume: ({ hold, step, force }) => probes.resume(heldOf(hold), step, force === true),
    streams: () => openStreams(rt),
    explain: ({ file, line }) => explainPlace(probes.files, ungated(), file, line),
  };
}
