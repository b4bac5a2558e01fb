import { fail } from '../base/index.ts';
import type { ControlAsk, HubStatus, RunCard } from '../wire/protocol/index.ts';
import type { Plane, PlaneDoers } from './plane.ts';
import type { Run } from './run.ts';

export interface RunDoersOptions {
  readonly plane: () => Plane;
  readonly run: () => Run;
  readonly card: RunCard;
  readonly version: string;
  /** Absent: the run has no dashboard. */
  link(): string | undefined;
  listens(): readonly string[];
}

/** What a hub of one run can do of what those do that stay. */
export function runDoers({ plane, run, card, version, link, listens }: RunDoersOptions): PlaneDoers {
  return {
    status: (): HubStatus => statusOf(plane(), run(), { card, version, listens: listens() }),
    report({ run: wanted }: ControlAsk<'report'>) {
      const { id } = run();
      if (wanted === undefined || wanted === id || wanted === card.name) return { report: run().report() };
      throw fail('unknown-id', `This hub has one run, and it is not "${wanted}".`, {
        hint: 'Which there are: eddy runs.',
      });
    },
    dashboard() {
      const at = link();
      return at === undefined ? {} : { link: at };
    },
  };
}

const noStore = { kind: 'none', kept: 0, waiting: 0, dropped: 0, lost: 0, bytes: 0 } as const;

function statusOf(
  { clock, desk, targets, control }: Plane,
  run: Run,
  { card, version, listens }: { readonly card: RunCard; readonly version: string; readonly listens: readonly string[] },
): HubStatus {
  const { dropped } = run.report();
  return {
    at: clock.now(),
    version,
    hub: card,
    runs: [{ ...run.stored(), targetCount: run.targets.length }],
    targets: run.targets,
    openSessions: desk.book.open.length,
    probes: desk.book.plan.probes.length,
    connections: { targets: targets.connectionCount, controllers: control.connectionCount },
    listens,
    store: noStore,
    dropped: Object.fromEntries(Object.entries(dropped).filter(([, count]) => count > 0)),
    troubles: [],
  };
}
