import { fail, nearest } from '../../base/index.ts';
import { type Finding, type FindingKind, findingKinds, isFindingKind } from './finding.ts';

/** Given where findings, and nothing else, made a run fail. */
export const failOnStatus = 86;

export interface FailRule {
  readonly kind: FindingKind | 'any';
  /** So many instances are accepted; one more fails. */
  readonly allowed: number;
}

export type FailOn = readonly FailRule[];

/** A rule that was broken. */
export interface FailOnBreach extends FailRule {
  readonly seen: number;
}

/** Reads `KIND[:N][,KIND[:N]…]`, where KIND may be `any`. */
export function parseFailOn(text: string): FailOn {
  return text.split(',').map(part => parseRule(part.trim(), text));
}

function parseRule(part: string, text: string): FailRule {
  const colon = part.indexOf(':');
  const kind = colon < 0 ? part : part.slice(0, colon);
  const count = colon < 0 ? '0' : part.slice(colon + 1);
  if (kind === '') {
    throw fail('bad-option', `--fail-on "${text}" has an empty part.`, {
      hint: 'Write KIND, KIND:N, any, or any:N, separated by commas.',
    });
  }
  if (kind !== 'any' && !isFindingKind(kind)) {
    const near = nearest(kind, [...findingKinds, 'any']);
    throw fail('bad-option', `--fail-on: there is no finding kind "${kind}".`, {
      hint: `${near.length > 0 ? `The nearest: ${near.join(', ')}. ` : ''}All kinds: eddy help findings.`,
      data: { kind, near },
    });
  }
  if (!/^\d{1,9}$/.test(count)) {
    throw fail('bad-option', `--fail-on ${kind}: "${count}" is not a count.`, {
      hint: `Write how many are allowed, as in ${kind}:0.`,
    });
  }
  return { kind, allowed: Number(count) };
}

/** The rules that these findings break. A finding counts as often as it was seen. */
export function failOnBreaches(failOn: FailOn, findings: readonly Finding[]): FailOnBreach[] {
  return failOn
    .map(rule => ({ ...rule, seen: count(rule.kind, findings) }))
    .filter(({ seen, allowed }) => seen > allowed);
}

function count(kind: FailRule['kind'], findings: readonly Finding[]): number {
  return findings.reduce((sum, one) => (kind === 'any' || one.kind === kind ? sum + one.count : sum), 0);
}
