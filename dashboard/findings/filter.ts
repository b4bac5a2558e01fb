import type { FindingKind, Severity } from '../../src/wire/protocol/index.ts';
import type { FindingGroup } from '../model/index.ts';

export const severities: readonly Severity[] = ['error', 'warning', 'note', 'potential'];

/** Which findings are listed. An empty word leaves all in. */
export interface FindingFilter {
  readonly kind: string;
  readonly severity: string;
  /** Words that must all be in its text, whatever their case. */
  readonly text: string;
}

export function readFilter(query: URLSearchParams): FindingFilter {
  return {
    kind: query.get('kind') ?? '',
    severity: query.get('severity') ?? '',
    text: query.get('text') ?? '',
  };
}

/** Words of an address: the filter goes along to a finding and back. */
export function keptWords(filter: FindingFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, word]) => word !== ''));
}

export function isAsked({ kind, severity, text }: FindingFilter): boolean {
  return kind !== '' || severity !== '' || text.trim() !== '';
}

export function filtered(groups: readonly FindingGroup[], { kind, severity, text }: FindingFilter): FindingGroup[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  return groups.filter(group => {
    if (kind !== '' && group.kind !== kind) return false;
    if (severity !== '' && group.severity !== severity) return false;
    if (words.length === 0) return true;
    const all = textOf(group);
    return words.every(word => all.includes(word));
  });
}

function textOf({ kind, finding }: FindingGroup): string {
  const { message, hint, cause = '', flows, sites } = finding;
  const places = Object.values(sites).map(({ file, line, function: name }) => `${file}:${line} ${name}`);
  return [kind, message, hint, cause, ...flows.map(({ name }) => name), ...places].join('\n').toLowerCase();
}

export interface KindGroup {
  readonly kind: FindingKind;
  /** The worst of its findings. */
  readonly severity: Severity;
  readonly count: number;
  readonly groups: readonly FindingGroup[];
}

/** Kinds with the worst first. */
export function byKind(groups: readonly FindingGroup[]): KindGroup[] {
  const kinds = new Map<FindingKind, FindingGroup[]>();
  for (const group of groups) {
    const known = kinds.get(group.kind);
    if (known === undefined) kinds.set(group.kind, [group]);
    else known.push(group);
  }
  const listed = [...kinds].map(([kind, own]): KindGroup => {
    const worst = Math.min(...own.map(({ severity }) => severities.indexOf(severity)));
    return {
      kind,
      severity: severities[worst]!,
      count: own.reduce((sum, { count }) => sum + count, 0),
      groups: own,
    };
  });
  return listed.sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.kind < b.kind ? -1 : 1),
  );
}
