import { useEffect, useState } from 'preact/hooks';
import type { TargetFlows } from '../../src/wire/protocol/index.ts';
import { type Model, Pace } from '../model/index.ts';

/** A look at all flows costs each target some milliseconds for a thousand of them. */
const often = { leastMs: 1_000, times: 20, mostMs: 30_000 };

/** Where flows are, looked at again and again while it is shown. */
export function useLooks(model: Model): readonly TargetFlows[] {
  const [looks, setLooks] = useState<readonly TargetFlows[]>([]);
  useEffect(() => {
    if (model.past !== undefined) return;
    const pace = new Pace(model.ports, often, async () => {
      try {
        if (model.ports.isHidden() || model.line.peek() !== 'there') return;
        const { targets } = await model.ask('flows', { leavesOnly: true });
        setLooks(targets.filter(({ target }) => model.isShown(target)));
      } finally {
        pace.want();
      }
    });
    pace.want();
    return () => pace.close();
  }, [model]);
  return looks;
}
