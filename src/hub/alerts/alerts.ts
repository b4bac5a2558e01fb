import type { Clock } from '../../base/index.ts';
import type { Alert, AlertRule, EddyEvent, Finding } from '../../wire/protocol/index.ts';
import { RuleWatch } from './rule-watch.ts';

/** Somebody who is told: never waits and never throws. */
export type AlertSink = (alert: Alert) => void;

const counted = new Set<string>(['held', 'stopped', 'snap', 'log', 'probe-refused']);

/** Counts what happens, and tells when a rule is passed. */
export class Alerts {
  readonly #watches: readonly RuleWatch[];
  readonly #sinks: readonly AlertSink[];
  readonly #clock: Clock;

  constructor(rules: readonly AlertRule[], sinks: readonly AlertSink[], clock: Clock) {
    this.#watches = rules.map(rule => new RuleWatch(rule));
    this.#sinks = sinks;
    this.#clock = clock;
  }

  takeEvent({ kind, data }: EddyEvent): void {
    if (counted.has(kind)) this.count(kind, 1, placeOf(data));
    else if (kind === 'target-ended' && (data.end as { how?: string } | undefined)?.how === 'lost')
      this.count('target-lost', 1, 'a target was lost');
  }

  /** The first of a kind at its sites. */
  takeFinding({ kind, message }: Finding): void {
    this.count(kind, 1, message);
    this.count('findings', 1, `${kind}: ${message}`);
  }

  count(counter: string, count: number, last: string): void {
    for (const watch of this.#watches) {
      if (watch.rule.counter !== counter) continue;
      const alert = watch.count(this.#clock.now(), count, last);
      if (alert !== undefined) for (const sink of this.#sinks) sink(alert);
    }
  }
}

function placeOf({ probe, file, line, reason }: EddyEvent['data']): string {
  const at = typeof file === 'string' ? ` at ${file}:${String(line)}` : '';
  return `probe ${String(probe)}${at}${typeof reason === 'string' ? `: ${reason}` : ''}`;
}
