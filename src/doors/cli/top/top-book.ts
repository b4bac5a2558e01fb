import {
  type ControlAnswer,
  type EddyEvent,
  type Finding,
  findingKey,
  type HubState,
  type OfRun,
  type Report,
  type RunCard,
  type StoredRun,
  type SystemFigures,
  severityRank,
  type TargetInfo,
} from '../../../wire/protocol/index.ts';
import { type FlowRow, flowRows } from '../words/index.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type FindingRow, type LockRow, lockRow, type TargetRow, titleOf } from './rows.ts';

type SeenTarget = TargetInfo & OfRun;

interface Told {
  readonly said: SystemFigures;
  readonly figures: Figures;
  /** Epoch ms; absent: before we looked. */
  readonly at?: number;
}

/** All that is known of the runs that are looked at, from what a hub says and what it answers. It draws nothing. */
export class TopBook {
  /** Counts up with each change. */
  revision = 0;
  /** Events that came too fast for us. */
  lost = 0;
  isAway = false;
  /** Epoch ms of the last look at flows; 0: there was none. */
  lookedAt = 0;
  hub: RunCard | undefined;
  flows: readonly FlowRow[] = [];
  locks: readonly LockRow[] = [];
  /** More functions are alive than were listed. */
  isCut = false;
  #wanted: string | undefined;
  #run: StoredRun | undefined;
  #state: HubState | undefined;
  #silent = new Map<string, { readonly why: string; readonly lastSaidAt?: number }>();
  readonly #targets = new Map<string, SeenTarget>();
  readonly #findings = new Map<string, Finding & OfRun>();
  readonly #system = new Map<string, Told>();

  /** `wanted`: as the user named it; in a hub that stays it may be one of its runs. */
  constructor(wanted?: string) {
    this.#wanted = wanted;
  }

  /** Of which runs reports are to be asked for. */
  get runIds(): readonly string[] {
    if (this.hub?.stays !== true) return [''];
    return this.runs.map(({ id }) => id);
  }

  get runs(): readonly StoredRun[] {
    if (this.#run !== undefined) return [this.#run];
    return (this.#state?.runs ?? []).filter(({ ended }) => ended === undefined);
  }

  get targets(): readonly TargetRow[] {
    const counts = new Map<string, number>();
    for (const { target } of this.flows) counts.set(target, (counts.get(target) ?? 0) + 1);
    return [...this.#targets.values()]
      .filter(target => this.#isOurs(target.run))
      .map(info => ({
        id: info.id,
        info,
        title: titleOf(info.kind === 'worker' ? { ...info, argv: this.#argvOf(info) } : info),
        flowCount: counts.get(info.id) ?? 0,
        ...this.#told(info.id),
        ...this.#silence(info.id),
      }));
  }

  /** Worst first, then the earliest. */
  get findings(): readonly FindingRow[] {
    const groups = new Map<string, (Finding & OfRun)[]>();
    for (const finding of this.#findings.values()) {
      if (!this.#isOurs(finding.run)) continue;
      const key = findingKey(finding);
      groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
    return [...groups]
      .map(([id, seen]) => group(id, seen))
      .sort((a, b) => severityRank[a.severity] - severityRank[b.severity] || a.firstAt - b.firstAt);
  }

  /** The whole: first, when the hub is back, and when events were lost. */
  takeState(state: HubState, lost: number, hub: RunCard): void {
    this.hub = hub;
    this.#state = state;
    this.isAway = false;
    this.lost += lost;
    this.#targets.clear();
    for (const target of state.targets) if (target.ended === undefined) this.#targets.set(target.id, target);
    this.#findings.clear();
    for (const finding of state.findings) this.#takeFinding(finding);
    if (hub.stays === true && this.#wanted !== undefined) this.#run = this.#wantedRun(state) ?? this.#run;
    this.revision++;
  }

  takeEvent({ kind, target, data, at }: EddyEvent): void {
    if (kind === 'target-started') this.#targets.set(target, { ...data, id: target } as unknown as SeenTarget);
    else if (kind === 'target-ended') this.#forget(target);
    else if (kind === 'finding') this.#takeFinding({ ...(data.finding as Finding), ...runOf(data) });
    else if (kind === 'system') this.#takeFigures(target, data.figures, at);
    else return;
    this.revision++;
  }

  takeFlows({ at, targets }: ControlAnswer<'flows'>): void {
    const ours = targets.filter(({ target }) => this.#isOurs(this.#targets.get(target)?.run));
    this.flows = ours.flatMap(one => flowRows(one, at));
    this.isCut = ours.some(({ activity }) => activity?.cut === true);
    this.#silent = new Map(
      ours
        .filter(({ activity }) => activity === undefined)
        .map(({ target, error, last }) => [
          target,
          { why: error?.message ?? 'no answer', ...(last === undefined ? {} : { lastSaidAt: last.at }) },
        ]),
    );
    this.lookedAt = at;
    this.revision++;
  }

  takeReports(reports: readonly Report[]): void {
    this.locks = reports.flatMap(({ locks }) => locks.items.map(lockRow));
    for (const { system } of reports)
      for (const [target, figures] of Object.entries(system))
        if (!this.#system.has(target)) this.#takeFigures(target, figures);
    this.revision++;
  }

  /** What was known stays, and is marked as of then. */
  takeAway(): void {
    this.isAway = true;
    this.revision++;
  }

  #takeFinding(finding: Finding & OfRun): void {
    const key = `${finding.target ?? ''}|${findingKey(finding)}`;
    if (finding.count === 0) this.#findings.delete(key);
    else this.#findings.set(key, finding);
  }

  #takeFigures(target: string, said: unknown, at?: number): void {
    const info = this.#targets.get(target);
    if (info === undefined || typeof said !== 'object' || said === null) return;
    const before = this.#system.get(target);
    const betweenMs = at === undefined || before?.at === undefined ? undefined : at - before.at;
    const figures = figuresOf({ said, before: before?.said, betweenMs, isWorker: info.kind === 'worker' });
    this.#system.set(target, { said, figures, ...(at === undefined ? {} : { at }) });
  }

  #forget(target: string): void {
    this.#targets.delete(target);
    this.#system.delete(target);
    this.#silent.delete(target);
    this.flows = this.flows.filter(flow => flow.target !== target);
    this.locks = this.locks.filter(lock => lock.target !== target);
  }

  #isOurs(run: string | undefined): boolean {
    return this.#run === undefined || run === this.#run.id;
  }

  /** Undefined: the hub itself was meant. */
  #wantedRun({ runs, targets }: HubState): StoredRun | undefined {
    const named = runs.find(({ name }) => name === this.#wanted);
    if (named !== undefined || this.hub?.name === this.#wanted) return named;
    const target = targets.find(({ pid }) => String(pid) === this.#wanted);
    return runs.find(({ id }) => id === target?.run);
  }

  /** A thread does not say its file; its process does. */
  #argvOf({ pid, argv }: TargetInfo): readonly string[] {
    const main = [...this.#targets.values()].find(one => one.pid === pid && one.kind === 'process');
    return main?.argv ?? argv;
  }

  #told(target: string): Pick<TargetRow, 'figures' | 'figuresAt'> {
    const told = this.#system.get(target);
    return { figures: told?.figures, ...(told?.at === undefined ? {} : { figuresAt: told.at }) };
  }

  #silence(target: string): Pick<TargetRow, 'silent' | 'lastSaidAt'> {
    const silent = this.#silent.get(target);
    if (silent === undefined) return {};
    const { why, lastSaidAt } = silent;
    return { silent: why, ...(lastSaidAt === undefined ? {} : { lastSaidAt }) };
  }
}

function group(id: string, unsorted: readonly Finding[]): FindingRow {
  const seen = [...unsorted].sort((a, b) => a.firstAt - b.firstAt);
  const finding = seen[0]!;
  const severities = seen.map(({ severity }) => severity);
  return {
    id,
    severity: severities.reduce((worst, one) => (severityRank[one] < severityRank[worst] ? one : worst)),
    count: seen.reduce((sum, { count }) => sum + count, 0),
    firstAt: finding.firstAt,
    lastAt: Math.max(...seen.map(({ lastAt }) => lastAt)),
    targets: seen.flatMap(({ target }) => target ?? []),
    finding,
  };
}

function runOf({ run }: EddyEvent['data']): OfRun {
  return typeof run === 'string' ? { run } : {};
}
