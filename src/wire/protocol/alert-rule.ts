import { fail, nearest } from '../../base/index.ts';
import { parseDuration, sayDuration } from './duration.ts';
import { findingKinds } from './finding.ts';

/** What alerts can count beside the kinds of findings, which count once for each place. */
const otherCounters = [
  'findings',
  'held',
  'stopped',
  'snap',
  'log',
  'probe-refused',
  'target-lost',
  'dropped',
] as const;
export const alertCounters: readonly string[] = [...otherCounters, ...findingKinds];

export interface AlertRule {
  readonly counter: string;
  /** One more than so many, and it is told. */
  readonly above: number;
  /** Counted within the last so long; absent: since the beginning. */
  readonly withinMs?: number;
}

/** `COUNTER > N [in TIME]`. */
export function parseAlertRule(words: string): AlertRule {
  const [, counter, sign, digits, time] = /^([\w-]+) *(>=?) *(\d{1,9})(?: +in +(\S+))?$/.exec(words.trim()) ?? [];
  if (counter === undefined || digits === undefined) {
    throw fail('bad-option', `"${words.slice(0, 60)}" is no rule.`, {
      hint: 'As in: lock-cycle > 0, or: held > 10 in 5m.',
    });
  }
  if (!alertCounters.includes(counter)) {
    const near = nearest(counter.slice(0, 60), alertCounters);
    throw fail('bad-option', `Nothing is counted as "${counter.slice(0, 60)}".`, {
      hint:
        near.length > 0
          ? `Did you mean ${near.join(' or ')}?`
          : `There are ${otherCounters.join(', ')}, and the kinds of findings.`,
    });
  }
  const above = Number(digits) - (sign === '>=' ? 1 : 0);
  if (above < 0) throw fail('bad-option', `${counter} >= 0 is always so.`, { hint: `As in: ${counter} > 0.` });
  return { counter, above, ...(time === undefined ? {} : { withinMs: parseDuration(counter, time) }) };
}

export function alertRuleWords({ counter, above, withinMs }: AlertRule): string {
  return `${counter} > ${above}${withinMs === undefined ? '' : ` in ${withinMs}ms`}`;
}

export interface Alert {
  /** Epoch ms. */
  readonly at: number;
  /** As it was written. */
  readonly rule: string;
  readonly counter: string;
  readonly seen: number;
  /** One sentence. */
  readonly message: string;
  /** What made it so many. */
  readonly last: string;
}

export function alertText({ counter, above, withinMs }: AlertRule, seen: number): string {
  const within = withinMs === undefined ? '' : ` within ${sayDuration(withinMs)}`;
  return `${seen} ${counter}${within}, and more than ${above} ${above === 1 ? 'is' : 'are'} to be told.`;
}
