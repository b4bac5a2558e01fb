import { type Clock, hideSecrets, type Timer } from '../../../base/index.ts';
import type {
  EventKind,
  Finding,
  FindingFlow,
  FindingKind,
  Severity,
  Site,
  SiteRole,
} from '../../../wire/protocol/index.ts';
import type { Flow } from './flow.ts';
import type { Moment } from './moment.ts';

/** What a look at a subject said: nothing wrong, look again later, or evidence. */
export type Verdict = 'fine' | { readonly againInMs: number } | Evidence;

export interface Evidence {
  /** One sentence with names: what is wrong. */
  readonly message: string;
  readonly sites: Partial<Record<SiteRole, Site | undefined>>;
  readonly flows: readonly (Flow | undefined)[];
  /** Where it differs from the kind's own. */
  readonly severity?: Severity;
  readonly hint?: string;
  /** What makes two instances one, where it is not the lines of all sites. */
  readonly groupBy?: string;
}

/** One kind of finding: its own file, its record, from which the docs are made too. */
export interface FindingKindRecord<S> {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** When it is seen, in one sentence. */
  readonly seenWhen: string;
  /** What to do, in one sentence. */
  readonly hint: string;
  /** The roles of its sites, for the docs. */
  readonly roles: readonly SiteRole[];
  /** Looks at the subject as it stands. Pure: the engine calls it as often as it wants. */
  check(subject: S, now: number): Verdict;
}

interface Group {
  finding: Finding;
  count: number;
  lastAt: number;
  flows: FindingFlow[];
}

interface Watched {
  record: FindingKindRecord<unknown>;
  subject: unknown;
  dueAt: number;
  /** Set when nobody needs the look any more. */
  cancelled: boolean;
}

type GroupListener = (key: string, finding: Finding) => void;

/** Of one kind: a storm of it takes no room from the others. */
const maxGroupsPerKind = 200;
const maxFlowsPerGroup = 10;

/** What the engine needs of the runtime that it serves. */
export interface FindingHost {
  readonly clock: Clock;
  worked(): number;
  guard<R>(what: string, run: () => R): R | undefined;
  drop(what: string): void;
  emit(kind: EventKind, flow: Flow | undefined, data: Record<string, unknown>): void;
  readonly onMoment: ((moment: Moment) => void) | undefined;
}

/** Looks at subjects now or later, and groups what it finds by kind and sites: two hundred from one line are one with a count. */
export class FindingEngine {
  readonly #runtime: FindingHost;
  readonly #groups = new Map<string, Group>();
  readonly #groupCounts = new Map<FindingKind, number>();
  readonly #listeners = new Set<GroupListener>();
  readonly #watched = new Set<Watched>();
  readonly #muted = new Set<FindingKind>();
  /** The groups that a subject was counted in, by kind. */
  readonly #told = new WeakMap<object, Map<FindingKind, string>>();
  #timer: Timer | undefined;
  #timerDueAt = Number.POSITIVE_INFINITY;

  constructor(runtime: FindingHost) {
    this.#runtime = runtime;
  }

  /** Looks now; where the verdict is "later", again then. */
  look<S>(record: FindingKindRecord<S>, subject: S): void {
    this.#see({ record: record as FindingKindRecord<unknown>, subject, dueAt: 0, cancelled: false });
  }

  /** First look after a while. The returned function calls it off. */
  lookLater<S>(record: FindingKindRecord<S>, subject: S, afterMs: number): () => void {
    const watched: Watched = {
      record: record as FindingKindRecord<unknown>,
      subject,
      dueAt: this.#runtime.worked() + afterMs,
      cancelled: false,
    };
    this.#schedule(watched);
    return () => {
      watched.cancelled = true;
      this.#watched.delete(watched);
    };
  }

  /** Every look that is due, and at the program's end all of them. */
  lookAtDue(all = false): void {
    const now = this.#runtime.worked();
    for (const watched of [...this.#watched]) {
      if (!all && watched.dueAt > now) continue;
      this.#watched.delete(watched);
      this.#see(watched, all);
    }
    this.#arm();
  }

  mute(kind: FindingKind): void {
    this.#muted.add(kind);
  }

  isMuted(kind: FindingKind): boolean {
    return this.#muted.has(kind);
  }

  onGroup(listener: GroupListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  report(record: FindingKindRecord<never>, evidence: Evidence): void {
    if (this.#muted.has(record.kind)) return;
    const now = this.#runtime.clock.now();
    const { key, sites } = this.#keyFor(record, evidence);
    let group = this.#groups.get(key);
    if (group === undefined) {
      const finding = firstOf(record, evidence, sites, now);
      this.#groupCounts.set(record.kind, (this.#groupCounts.get(record.kind) ?? 0) + 1);
      group = { finding, count: 0, lastAt: now, flows: [] };
      this.#groups.set(key, group);
    }
    group.count++;
    group.lastAt = now;
    for (const flow of evidence.flows) {
      if (flow === undefined || group.flows.length >= maxFlowsPerGroup || group.flows.some(one => one.id === flow.id))
        continue;
      group.flows.push({ id: flow.id, name: flow.name });
    }
    const finding = asFinding(group);
    for (const listener of this.#listeners) this.#runtime.guard('finding listener', () => listener(key, finding));
    // The first of a kind at its sites is an event, and then each time the count has doubled.
    if ((group.count & (group.count - 1)) === 0) this.#runtime.emit('finding', evidence.flows[0], { key, ...finding });
    const moment = { on: 'finding', kind: record.kind, flow: evidence.flows[0], subject: { finding } } as const;
    this.#runtime.guard('probes at findings', () => this.#runtime.onMoment?.(moment));
  }

  /** Past so many places of one kind, all others are one group: none is lost from the count. */
  #keyFor(record: FindingKindRecord<never>, evidence: Evidence): ReturnType<typeof groupOf> {
    const own = groupOf(record, evidence);
    if (this.#groups.has(own.key) || (this.#groupCounts.get(record.kind) ?? 0) < maxGroupsPerKind) return own;
    return { key: `${record.kind}|elsewhere`, sites: own.sites };
  }

  /**
   * What was told of a subject turned out to be part of another finding, or was put right. Listeners hear of a group that
   * is gone as one with the count 0.
   */
  takeBack<S extends object>(record: FindingKindRecord<S>, subject: S): void {
    const key = this.#told.get(subject)?.get(record.kind);
    const group = key === undefined ? undefined : this.#groups.get(key);
    if (key === undefined || group === undefined) return;
    this.#told.get(subject)?.delete(record.kind);
    group.count--;
    if (group.count === 0) {
      this.#groups.delete(key);
      this.#groupCounts.set(record.kind, (this.#groupCounts.get(record.kind) ?? 1) - 1);
    }
    const finding = asFinding(group);
    for (const listener of this.#listeners) this.#runtime.guard('finding listener', () => listener(key, finding));
  }

  /** What a report of this would say, with nothing kept. */
  preview(record: FindingKindRecord<never>, evidence: Evidence): { key: string; finding: Finding } {
    const { key, sites } = groupOf(record, evidence);
    const flows = evidence.flows.filter(flow => flow !== undefined).map(({ id, name }) => ({ id, name }));
    return { key, finding: { ...firstOf(record, evidence, sites, this.#runtime.clock.now()), count: 1, flows } };
  }

  /** Each group as it stands, with the key that the wire knows it by. */
  groups(): { key: string; finding: Finding }[] {
    return [...this.#groups].map(([key, group]) => ({ key, finding: asFinding(group) }));
  }

  list(): Finding[] {
    return [...this.#groups.values()].map(asFinding);
  }

  /** For tests: what is known is forgotten. */
  clear(): void {
    this.#groups.clear();
    this.#groupCounts.clear();
    this.#watched.clear();
  }

  #see(watched: Watched, last = false): void {
    if (watched.cancelled) return;
    const { record, subject } = watched;
    const verdict = this.#runtime.guard(`finding ${record.kind}`, () => record.check(subject, this.#runtime.worked()));
    if (verdict === undefined || verdict === 'fine') return;
    if ('againInMs' in verdict) {
      if (last) return;
      watched.dueAt = this.#runtime.worked() + Math.max(1, verdict.againInMs);
      this.#schedule(watched);
      return;
    }
    this.report(record as FindingKindRecord<never>, verdict);
    if (typeof subject === 'object' && subject !== null) this.#remember(subject, record, verdict);
  }

  #remember(subject: object, record: FindingKindRecord<unknown>, evidence: Evidence): void {
    const keys = this.#told.get(subject) ?? new Map<FindingKind, string>();
    keys.set(record.kind, this.#keyFor(record as FindingKindRecord<never>, evidence).key);
    this.#told.set(subject, keys);
  }

  #schedule(watched: Watched): void {
    this.#watched.add(watched);
    if (watched.dueAt < this.#timerDueAt) this.#arm();
  }

  #arm(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const watched of this.#watched) if (watched.dueAt < next) next = watched.dueAt;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerDueAt = next;
    if (next === Number.POSITIVE_INFINITY) return;
    const clock = this.#runtime.clock;
    this.#timer = clock.after(Math.max(10, next - this.#runtime.worked()), () => this.lookAtDue());
  }
}

function asFinding(group: Group): Finding {
  return { ...group.finding, count: group.count, lastAt: group.lastAt, flows: [...group.flows] };
}

function groupOf(
  record: FindingKindRecord<never>,
  evidence: Evidence,
): { key: string; sites: Partial<Record<SiteRole, Site>> } {
  const sites: Partial<Record<SiteRole, Site>> = {};
  let key: string = evidence.groupBy === undefined ? record.kind : `${record.kind}|${evidence.groupBy}`;
  for (const [role, site] of Object.entries(evidence.sites)) {
    if (site === undefined) continue;
    sites[role as SiteRole] = site;
    if (evidence.groupBy === undefined) key += `|${role}=${site.file}:${site.line}:${site.column}`;
  }
  return { key, sites };
}

function firstOf(
  record: FindingKindRecord<never>,
  evidence: Evidence,
  sites: Partial<Record<SiteRole, Site>>,
  now: number,
): Finding {
  return {
    kind: record.kind,
    severity: evidence.severity ?? record.severity,
    message: hideSecrets(evidence.message),
    count: 0,
    firstAt: now,
    lastAt: now,
    flows: [],
    sites,
    hint: evidence.hint ?? record.hint,
  };
}
