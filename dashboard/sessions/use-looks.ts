import { useEffect, useState } from 'preact/hooks';
import type { TargetFlows } from '../../src/wire/protocol/index.ts';
import { type Model, Pace } from '../model/index.ts';

/** What flows were at when somebody looked last. */
export interface Looks {
  /** Epoch ms; absent: nobody has looked yet. */
  readonly at?: number;
  readonly targets: readonly TargetFlows[];
  /** Names of targets that did not answer: they are busy or stopped. */
  readonly silent: readonly string[];
}

/** A look at all flows costs each target some milliseconds for a thousand of them. */
const often = { leastMs: 1_000, times: 20, mostMs: 15_000 };

/** Where flows are, looked at again and again while it is shown. */
export function useLooks(model: Model): Looks {
  const [looks, setLooks] = useState<Looks>({ targets: [], silent: [] });
  useEffect(() => {
    if (model.past !== undefined) return;
    const pace = new Pace(model.ports, often, async () => {
      try {
        if (model.ports.isHidden() || model.line.peek() !== 'there') return;
        const { at, targets } = await model.ask('flows', { leavesOnly: true });
        const shown = targets.filter(({ target }) => model.isShown(target));
        const silent = shown.filter(({ activity }) => activity === undefined);
        setLooks({ at, targets: shown, silent: silent.map(({ target }) => model.targetTitle(target)) });
      } finally {
        pace.want();
      }
    });
    pace.want();
    return () => pace.close();
  }, [model]);
  return looks;
}
