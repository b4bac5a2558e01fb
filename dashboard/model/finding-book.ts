import type { Finding, FindingKind, OfRun, Severity } from '../../src/wire/protocol/index.ts';

export type SeenFinding = Finding & OfRun;

/** The same mistake at the same places, in whichever targets it was seen. */
export interface FindingGroup {
  /** Kind and places: the same in every run of the same source. */
  readonly key: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** As it was first seen. */
  readonly finding: SeenFinding;
  /** In all targets, as far as they have told: a storm is told of at its doublings. */
  readonly count: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** As each target has it, the first that saw it first. */
  readonly seen: readonly SeenFinding[];
}

const maxFindings = 5_000;
const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2, potential: 3 };

/** What each target has seen by itself, the newest word of it. */
export class FindingBook {
  /** Findings that there was no room for. */
  dropped = 0;
  #findings = new Map<string, SeenFinding>();

  /** The hub's whole state: of the runs that it knows nothing else counts. */
  reset(findings: readonly SeenFinding[], isOfHub: (finding: SeenFinding) => boolean): void {
    for (const [key, finding] of this.#findings) if (isOfHub(finding)) this.#findings.delete(key);
    for (const finding of findings) this.take(finding);
  }

  /** Replaces what was known of it in its target; with a `count` of 0 it was taken back. */
  take(finding: SeenFinding): void {
    const key = `${finding.target ?? ''} ${findingKey(finding)}`;
    if (finding.count === 0) this.#findings.delete(key);
    else if (this.#findings.size < maxFindings || this.#findings.has(key)) this.#findings.set(key, finding);
    else this.dropped++;
  }

  /** Worst first, then the earliest. */
  groups(isShown: (finding: SeenFinding) => boolean = () => true): FindingGroup[] {
    const byKey = new Map<string, SeenFinding[]>();
    for (const finding of this.#findings.values()) {
      if (!isShown(finding)) continue;
      const key = findingKey(finding);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [finding]);
      else known.push(finding);
    }
    const groups = [...byKey].map(([key, seen]) => groupOf(key, seen));
    return groups.sort((a, b) => rank[a.severity] - rank[b.severity] || a.firstAt - b.firstAt);
  }
}

export function groupFindings(findings: readonly SeenFinding[]): FindingGroup[] {
  const book = new FindingBook();
  for (const finding of findings) book.take(finding);
  return book.groups();
}

/** The same for one mistake at the same places, in whichever target. */
export function findingKey({ kind, sites }: Pick<Finding, 'kind' | 'sites'>): string {
  const places = Object.entries(sites).map(([role, { file, line, column }]) => `${role}=${file}:${line}:${column}`);
  return [kind, ...places].join('|');
}

function groupOf(key: string, unsorted: readonly SeenFinding[]): FindingGroup {
  const seen = [...unsorted].sort((a, b) => a.firstAt - b.firstAt);
  const finding = seen[0]!;
  const worst = seen.reduce((worst, one) => (rank[one.severity] < rank[worst.severity] ? one : worst), finding);
  return {
    key,
    kind: finding.kind,
    severity: worst.severity,
    finding,
    count: seen.reduce((sum, { count }) => sum + count, 0),
    firstAt: finding.firstAt,
    lastAt: seen.reduce((last, { lastAt }) => Math.max(last, lastAt), 0),
    seen,
  };
}
