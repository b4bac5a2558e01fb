import type { Clock } from '../base/index.ts';
import {
  type Activity,
  type EddyEvent,
  type Finding,
  findingKey,
  type Report,
  type RunCard,
  RunRecord,
  type StoredRun,
  type SystemFigures,
  systemOf,
  type TargetEnd,
  type TargetInfo,
  type TargetLine,
} from '../wire/protocol/index.ts';
import type { ControlDesk, Store } from './session/index.ts';

export interface RunListener {
  onEvent?(event: EddyEvent): void;
  /** The first of a kind at its sites, as it is seen. */
  onFinding?(finding: Finding): void;
}

export interface RunWork {
  readonly desk: ControlDesk;
  readonly clock: Clock;
  /** Absent: nothing outlives the hub. */
  readonly store?: Store;
}

/** Of a run that a hub had before. */
export interface RunBack {
  /** False until we know who it is; what would be written of it would take away what stands there. */
  readonly mayBeKept: boolean;
  /** Events of it that were lost by then. */
  readonly unheard: number;
}

/** Where flows of one target waited that were pending at its end. */
export interface PendingLook {
  readonly target: string;
  readonly activity: Activity;
}

/** Of all targets that have ended; more are no dump that anybody reads. */
const maxPendingFlows = 20_000;

/** One program with all its processes and threads: what they say goes into its record, to the desk and to the store. */
export class Run {
  readonly id: string;
  readonly record: RunRecord;
  readonly pending: PendingLook[] = [];
  readonly #work: RunWork;
  #card: RunCard;
  #mayBeKept: boolean;
  /** It went on before this hub heard of it. */
  readonly #isBack: boolean;
  readonly #recalls = new Set<Promise<void>>();
  #unheard: number;
  readonly #unheardBefore: number;
  #saidAfterEnd = false;
  #pendingFlows = 0;
  #eventCount = 0;
  #seen: StoredRun['seen'];
  #ended: { readonly at: number; readonly end: TargetEnd } | undefined;

  constructor(id: string, card: RunCard, work: RunWork, listener: RunListener = {}, back?: RunBack) {
    this.id = id;
    this.#card = card;
    this.#mayBeKept = back?.mayBeKept ?? true;
    this.#isBack = back !== undefined;
    this.#unheardBefore = back?.unheard ?? 0;
    this.#unheard = this.#unheardBefore;
    this.#work = work;
    const { store } = work;
    this.record = new RunRecord(
      card.started,
      {
        onEvent: event => {
          if (event.kind === 'target-started' || event.kind === 'target-ended') {
            work.desk.announce({ ...event, data: { ...event.data, run: id } });
          }
          store?.put({ item: 'event', run: id, event });
          this.#eventCount++;
          listener.onEvent?.(event);
        },
        onFinding: finding => {
          const target = (finding as Finding & { target?: string }).target ?? '';
          work.desk.announce({ seq: 0, at: finding.lastAt, kind: 'finding', target, data: { run: id, finding } });
          listener.onFinding?.(finding);
        },
        onFindingAgain: finding => {
          const { target = '', lastAt: at } = finding;
          work.desk.announce({ seq: 0, at, kind: 'finding', target, data: { run: id, finding, again: true } });
        },
      },
      back,
    );
    this.#keepCard();
  }

  get card(): RunCard {
    return this.#card;
  }

  get mayBeKept(): boolean {
    return this.#mayBeKept;
  }

  /** It is known now who it is. */
  introduce(card: RunCard): void {
    this.#card = card;
    this.#mayBeKept = true;
    this.#keepCard();
  }

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  stored(): StoredRun {
    const { words, cwd, pid, started, name, records } = this.card;
    return {
      id: this.id,
      words,
      cwd,
      pid,
      started,
      ...(name === undefined ? {} : { name }),
      ...(records === undefined ? {} : { records }),
      ...(this.#ended === undefined ? {} : { ended: this.#ended.at, end: this.#ended.end }),
      ...(this.#unheard === 0 ? {} : { unheard: this.#unheard }),
      ...(this.#seen === undefined ? {} : { seen: this.#seen }),
    };
  }

  take(line: TargetLine): void {
    if (line.say === 'target' && this.#isBack && !this.record.knows(line.target.id)) this.#recall(line.target.id);
    if (this.isOver) this.#saidAfterEnd = true;
    this.record.take(line);
    this.#work.desk.take(line);
    if (line.say === 'activity') this.#takePending(line);
    if (line.say === 'state') this.#tellFigures(line);
    if (line.say === 'finding') {
      const { target, finding } = line;
      this.#work.store?.put({ item: 'finding', run: this.id, key: `${target} ${findingKey(finding)}`, finding });
    }
  }

  #takePending(look: PendingLook): void {
    const { length } = look.activity.flows;
    if (this.#pendingFlows + length > maxPendingFlows) {
      this.record.drop('pending at exit', length);
      return;
    }
    this.#pendingFlows += length;
    this.pending.push(look);
  }

  /** To who follows now: no event of it is kept; the record has the course. */
  #tellFigures({ target, at, state }: Extract<TargetLine, { say: 'state' }>): void {
    const { process, loop, tasks } = systemOf(state) as SystemFigures;
    if (process === undefined && loop === undefined) return;
    const figures: SystemFigures = {
      ...(process === undefined ? {} : { process }),
      ...(loop === undefined ? {} : { loop }),
      ...(tasks === undefined ? {} : { tasks }),
    };
    this.#work.desk.announce({ seq: 0, at, kind: 'system', target, data: { run: this.id, figures } });
  }

  /** As it stands now, with what the hub knows of sessions before what targets say of theirs. */
  report(): Report {
    const report = this.record.report(this.#work.clock.now());
    const own = this.#work.desk.book.listing();
    if (own === undefined) return report;
    const { total, live, items, dropped } = report.sessions;
    const sessions = {
      total: own.total + total,
      live: own.live + live,
      items: [...own.items, ...items],
      dropped: own.dropped + dropped,
    };
    return { ...report, sessions };
  }

  /** Settles when it is known what was heard of its targets before. */
  async recalled(): Promise<void> {
    await Promise.all(this.#recalls);
  }

  /** Events that its targets said and this hub should have heard. What is known of it is kept. */
  countUnheard(): number {
    const { unheard } = this.record;
    if (unheard !== this.#unheard) {
      this.#unheard = unheard;
      this.#keepCard();
    }
    return unheard - this.#unheardBefore;
  }

  /** Its targets that run, as far as they said so. */
  get targets(): readonly TargetInfo[] {
    return this.record.running;
  }

  end(end: TargetEnd): Report {
    const at = this.#work.clock.now();
    this.#ended ??= { at, end };
    this.record.rootEnded(end, at);
    this.#unheard = this.record.unheard;
    const report = this.report();
    this.#seen = {
      flows: report.flows.total,
      findings: report.findings.length,
      ...(this.#isBack ? {} : { events: this.#eventCount }),
    };
    this.#keepCard();
    this.#keepReport(report);
    return report;
  }

  /** Its last target is gone, too: what those said that outlived it belongs to its report. */
  close(): void {
    if (this.#saidAfterEnd) this.#keepReport(this.report());
  }

  #keepReport(report: Report): void {
    if (this.#mayBeKept) this.#work.store?.put({ item: 'report', run: this.id, report });
  }

  /** Before what it says now is put into the store: the question is there first. */
  #recall(target: string): void {
    const { store } = this.#work;
    if (store === undefined) return;
    const recall = store
      .lastEvent(this.id, target)
      .then(event => {
        if (event !== undefined) this.record.heardBefore(event);
      })
      // A store that cannot be read does not know; then it begins with what comes.
      .catch(() => {})
      .finally(() => this.#recalls.delete(recall));
    this.#recalls.add(recall);
  }

  #keepCard(): void {
    if (this.#mayBeKept) this.#work.store?.put({ item: 'run', run: this.stored() });
  }
}
