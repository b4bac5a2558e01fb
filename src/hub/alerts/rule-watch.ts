import { type Alert, type AlertRule, alertRuleWords, alertText } from '../../wire/protocol/index.ts';

/** What one rule has to remember: past so many in its time it is passed anyway. */
const maxRemembered = 10_000;

/** Counts for one rule. Told when it is passed, again at each doubling; with a time, again when it had calmed down. */
export class RuleWatch {
  readonly rule: AlertRule;
  #seen = 0;
  #tellAt: number;
  #times: number[] = [];

  constructor(rule: AlertRule) {
    this.rule = rule;
    this.#tellAt = rule.above + 1;
  }

  /** The alert, where this is the one too many. */
  count(at: number, count: number, last: string): Alert | undefined {
    const seen = this.rule.withinMs === undefined ? this.#total(count) : this.#recent(at, count, this.rule.withinMs);
    if (seen < this.#tellAt) return undefined;
    while (this.#tellAt <= seen) this.#tellAt *= 2;
    const { counter } = this.rule;
    return { at, rule: alertRuleWords(this.rule), counter, seen, message: alertText(this.rule, seen), last };
  }

  #total(count: number): number {
    this.#seen += count;
    return this.#seen;
  }

  #recent(at: number, count: number, withinMs: number): number {
    this.#times = this.#times.filter(time => at - time < withinMs);
    if (this.#times.length <= this.rule.above) this.#tellAt = this.rule.above + 1;
    for (let left = count; left > 0 && this.#times.length < maxRemembered; left--) this.#times.push(at);
    return this.#times.length;
  }
}
