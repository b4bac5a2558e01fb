import { useEffect, useState } from 'preact/hooks';
import type { ControlAnswer } from '../../src/wire/protocol/index.ts';
import { type Model, Pace } from '../model/index.ts';

/** It is looked up in the program: every two seconds, rarer when an answer takes long. */
const pace = { leastMs: 2_000, times: 20, mostMs: 30_000 };

export interface SeenStreams {
  /** Undefined: nobody has answered yet. */
  readonly look: ControlAnswer<'streams'> | undefined;
  /** Why the last ask gave none. */
  readonly trouble: string | undefined;
}

const nothing: SeenStreams = { look: undefined, trouble: undefined };

/** What is open in the programs that are looked at, asked for while the view is there and the page is seen. */
export function useStreams(model: Model): SeenStreams {
  const [seen, setSeen] = useState<SeenStreams>(nothing);
  const run = model.run.value;
  useEffect(() => {
    setSeen(nothing);
    if (model.past !== undefined) return;
    let isWanted = true;
    const asks = new Pace(model.ports, pace, async () => {
      try {
        if (model.ports.isHidden() || model.line.peek() !== 'there') return;
        const targets = model.targets.peek().map(({ id }) => id);
        const look = await model.ask('streams', { targets });
        if (isWanted) setSeen({ look, trouble: undefined });
      } catch (error) {
        const trouble = error instanceof Error ? error.message : String(error);
        if (isWanted) setSeen(({ look }) => ({ look, trouble }));
      } finally {
        asks.want();
      }
    });
    asks.want();
    return () => {
      isWanted = false;
      asks.close();
    };
  }, [model, run]);
  return seen;
}
