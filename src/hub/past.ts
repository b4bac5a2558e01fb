import { fail, isEddyError } from '../base/index.ts';
import type { ControlAnswer, ControlAsk } from '../wire/protocol/index.ts';
import type { Dial } from './join.ts';
import type { Store } from './session/index.ts';

type PastName = 'history' | 'events' | 'report';

/** What happened before, of a hub that is there or of the file that one left. */
export interface PastAsk {
  ask<N extends PastName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
  close(): void;
}

export type PastStore = Pick<Store, 'runs' | 'sessions' | 'events' | 'report' | 'close'>;

/** Asks the hub; where there is none, reads its file. */
export async function openPast(dial: Dial, openFile: () => Promise<PastStore>): Promise<PastAsk> {
  try {
    return await dial();
  } catch (error) {
    if (!isEddyError(error, 'no-run')) throw error;
  }
  const store = await openFile();
  const doers: { [N in PastName]: (ask: ControlAsk<N>) => Promise<ControlAnswer<N>> } = {
    async history({ limit, name }) {
      const named = name === undefined ? {} : { name };
      const most = limit === undefined ? {} : { limit };
      return { runs: await store.runs({ ...named, ...most }), sessions: await store.sessions(most) };
    },
    events: ask => store.events(ask),
    report: async ({ run }) => ({ report: await reportOf(store, run) }),
  };
  return {
    ask: (name, ask) => (doers[name] as (given: unknown) => Promise<never>)(ask),
    close: () => void store.close(),
  };
}

/** By id or name; the newest unless told. */
export async function reportOf(store: Pick<Store, 'runs' | 'report'>, wanted: string | undefined) {
  const runs = await store.runs();
  const found = runs.filter(one => wanted === undefined || one.id === wanted || one.name === wanted);
  for (const { id } of found) {
    const report = await store.report(id);
    if (report !== undefined) return report;
  }
  throw fail('unknown-id', `There is no report of ${wanted === undefined ? 'any run' : `a run "${wanted}"`}.`, {
    hint: 'Which there were: eddy history.',
  });
}
