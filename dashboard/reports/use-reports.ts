import { useEffect, useState } from 'preact/hooks';
import type { Report } from '../../src/wire/protocol/index.ts';
import { type Model, Pace } from '../model/index.ts';

/** Reports are large: every two seconds, rarer when an answer takes long. */
const pace = { leastMs: 2_000, times: 10, mostMs: 30_000 };

export interface SeenReports {
  readonly reports: readonly Report[];
  /** Why the last ask gave none. */
  readonly trouble: string | undefined;
}

/** The reports of the runs that are looked at, asked for again and again while the view is there and the page is seen. */
export function useReports(model: Model): SeenReports {
  const [trouble, setTrouble] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (model.past !== undefined) return;
    const asks = new Pace(model.ports, pace, async () => {
      try {
        if (!model.ports.isHidden() && model.line.peek() === 'there') {
          await model.refreshReports();
          setTrouble(undefined);
        }
      } catch (error) {
        setTrouble(error instanceof Error ? error.message : String(error));
      } finally {
        asks.want();
      }
    });
    asks.want();
    return () => asks.close();
  }, [model]);
  const wanted = model.run.value;
  const all = [...model.reports.value];
  return {
    reports: all.filter(([run]) => wanted === undefined || run === wanted).map(([, report]) => report),
    trouble,
  };
}
