import { useEffect, useState } from 'preact/hooks';
import type { StoredRun } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { messageOf } from './read-events.ts';

export interface History {
  /** Those that are over, the newest first; undefined: not known yet. */
  readonly runs: readonly StoredRun[] | undefined;
  /** Why there are none to be had, in sentences. */
  readonly trouble: string | undefined;
}

export const shownRuns = 200;
const none = 'A hub of one run keeps no history. One that stays does: eddy serve --dashboard.';

/** What the hub's store has; asked again when runs come and go. */
export function useHistory(live: Model): History {
  const [history, setHistory] = useState<History>({ runs: undefined, trouble: undefined });
  const running = live.runs.value;
  const isThere = live.line.value === 'there';
  const hub = live.hub.value;
  useEffect(() => {
    if (hub?.stays === false) {
      setHistory({ runs: [], trouble: none });
      return;
    }
    if (!isThere || hub === undefined) return;
    let isOver = false;
    const tell = (told: History) => {
      if (!isOver) setHistory(told);
    };
    live.ask('history', { limit: shownRuns }).then(
      ({ runs }) => tell({ runs, trouble: undefined }),
      error => tell({ runs: [], trouble: messageOf(error) }),
    );
    return () => {
      isOver = true;
    };
  }, [live, running, isThere, hub]);
  return history;
}
