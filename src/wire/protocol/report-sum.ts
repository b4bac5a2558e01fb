import type { Finding, Severity } from './finding.ts';
import {
  emptyListing,
  type Listing,
  type Report,
  reportVersion,
  type SectionName,
  sectionNames,
  systemOf,
  type TargetInfo,
  type TargetState,
} from './report.ts';

/** Items a section of the report lists at most, over all targets. */
export const maxReportItems = 1000;

/** Adds up what targets know of themselves into one report. Its size is bounded, whatever the number of targets. */
export class ReportSum {
  readonly #sections: Map<SectionName, ListingSum>;
  readonly #system = new Map<string, unknown>();
  readonly #findings = new Map<string, Finding>();
  readonly #dropped = new Map<string, number>();

  constructor(other?: ReportSum) {
    this.#sections = new Map(
      sectionNames.map(name => [name, new ListingSum(other === undefined ? undefined : other.#sections.get(name))]),
    );
    if (other === undefined) return;
    this.#system = new Map(other.#system);
    this.#findings = new Map(other.#findings);
    this.#dropped = new Map(other.#dropped);
  }

  /** Once a target, with its last state. */
  add(target: string, state: TargetState): void {
    for (const name of sectionNames) {
      const listing = state.sections?.[name];
      if (listing !== undefined) this.#sections.get(name)!.add(target, listing);
    }
    if (this.#system.size < maxReportItems) this.#system.set(target, systemOf(state));
    else this.drop('system');
    for (const finding of state.findings ?? []) this.addFinding(target, finding);
    for (const [what, count] of Object.entries(state.dropped ?? {})) this.drop(what, count);
  }

  /** The group as it stands: what was said before of the same kind and sites in this target is replaced. */
  addFinding(target: string, finding: Finding): void {
    const key = `${target}|${findingKey(finding)}`;
    const known = this.#findings.get(key);
    if (known !== undefined && known.count > finding.count) return;
    if (known === undefined && this.#findings.size >= maxReportItems) this.drop('findings');
    else this.#findings.set(key, { ...finding, target });
  }

  drop(what: string, count = 1): void {
    this.#dropped.set(what, (this.#dropped.get(what) ?? 0) + count);
  }

  /** Worst first, then the earliest. */
  get findings(): Finding[] {
    return [...this.#findings.values()].sort(
      (a, b) => severityRank[a.severity] - severityRank[b.severity] || a.firstAt - b.firstAt,
    );
  }

  report(targets: readonly TargetInfo[], started: number, ended: number): Report {
    const sections = Object.fromEntries(sectionNames.map(name => [name, this.#sections.get(name)!.listing()]));
    return {
      version: reportVersion,
      targets,
      started,
      ended,
      ...(sections as Record<SectionName, Listing>),
      system: Object.fromEntries(this.#system),
      findings: this.findings,
      dropped: Object.fromEntries(this.#dropped),
    };
  }
}

export const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2, potential: 3 };

/** The same for instances of one kind at the same sites, in whichever target. */
export function findingKey(finding: Finding): string {
  let key: string = finding.kind;
  for (const [role, site] of Object.entries(finding.sites)) key += `|${role}=${site.file}:${site.line}:${site.column}`;
  return key;
}

type Item = Record<string, unknown>;

class ListingSum {
  #total = 0;
  #live = 0;
  #dropped = 0;
  #liveItems: Item[] = [];
  #endedItems: Item[] = [];
  readonly #summary = new Map<string, number>();

  constructor(other?: ListingSum) {
    if (other === undefined) return;
    this.#total = other.#total;
    this.#live = other.#live;
    this.#dropped = other.#dropped;
    this.#liveItems = [...other.#liveItems];
    this.#endedItems = [...other.#endedItems];
    this.#summary = new Map(other.#summary);
  }

  add(target: string, listing: Listing): void {
    this.#total += listing.total;
    this.#live += listing.live;
    this.#dropped += listing.dropped;
    // A listing names its live items first.
    listing.items.forEach((item, at) => {
      this.#keep(at < listing.live ? this.#liveItems : this.#endedItems, { ...item, target });
    });
    for (const [what, count] of Object.entries(listing.summary ?? {})) {
      this.#summary.set(what, (this.#summary.get(what) ?? 0) + count);
    }
  }

  listing(): Listing {
    if (this.#total === 0 && this.#liveItems.length + this.#endedItems.length === 0) return emptyListing;
    const items = [...this.#liveItems, ...this.#endedItems].slice(0, maxReportItems);
    const cut = this.#liveItems.length + this.#endedItems.length - items.length;
    return {
      total: this.#total,
      live: this.#live,
      items,
      dropped: this.#dropped + cut,
      ...(this.#summary.size === 0 ? {} : { summary: Object.fromEntries(this.#summary) }),
    };
  }

  #keep(list: Item[], item: Item): void {
    if (list.length < maxReportItems) list.push(item);
    else this.#dropped++;
  }
}
