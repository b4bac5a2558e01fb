import type { Clock } from '../base/index.ts';
import {
  controlVersion,
  type EddyEvent,
  type Hello,
  type RunCard,
  type TargetEnd,
  type TargetInfo,
} from '../wire/protocol/index.ts';
import type { Plane } from './plane.ts';
import type { Run, RunListener } from './run.ts';

/** How the ids of their runs end. */
const mark = '-own';
const maxNameLength = 100;

export interface OwnJoinsOptions {
  readonly clock: Clock;
  readonly maxRuns: number;
  readonly outlets?: RunListener | undefined;
}

/**
 * Programs that show the hub's own token: nobody asked a run for them. Each is one of its own, by its pid, or of the run that it
 * names (EDDY_RUN), as with its children. It ends with its last target.
 */
export class OwnJoins {
  readonly #plane: Plane;
  readonly #options: OwnJoinsOptions;

  constructor(plane: Plane, options: OwnJoinsOptions) {
    this.#plane = plane;
    this.#options = options;
  }

  /** Undefined: there are too many already. */
  runOf({ pid, run: said = '' }: Hello): Run | undefined {
    const name = said === '' ? undefined : said.slice(0, maxNameLength);
    const isIts = ({ id, card, isOver }: Run) =>
      !isOver &&
      (name === undefined ? id.endsWith(mark) && card.name === undefined && card.pid === pid : card.name === name);
    const { runs } = this.#plane;
    return runs.find(isIts) ?? (runs.length < this.#options.maxRuns ? this.#open(pid, name) : undefined);
  }

  /** As its program said itself; undefined: it is none of these, or goes on. */
  endOf({ id, targets, record }: Run): TargetEnd | undefined {
    if (!id.endsWith(mark) || targets.length > 0) return undefined;
    const all = record.report(this.#options.clock.now()).targets;
    return (all.find(({ kind, parent }) => kind === 'process' && parent === undefined) ?? all[0])?.end;
  }

  #open(pid: number, name: string | undefined): Run {
    const { clock, outlets } = this.#options;
    let started = clock.now();
    const idAt = (at: number) => `${at.toString(36)}-${pid.toString(36)}${mark}`;
    while (this.#plane.run(idAt(started)) !== undefined) started++;
    const named = name === undefined ? {} : { name };
    const card: RunCard = { version: controlVersion, pid, words: [], cwd: '', started, ...named };
    const onEvent = (event: EddyEvent) => {
      const { argv } = event.data as Partial<TargetInfo>;
      if (event.kind === 'target-started' && argv !== undefined && run.card.words.length === 0)
        run.introduce({ ...run.card, words: argv });
      outlets?.onEvent?.(event);
    };
    // What it said to a hub before this one is not counted as lost.
    const back = { mayBeKept: true, unheard: 0 };
    const run = this.#plane.openRun(
      idAt(started),
      card,
      { onEvent, onFinding: finding => outlets?.onFinding?.(finding) },
      back,
    );
    return run;
  }
}
