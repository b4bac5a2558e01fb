import type { SystemColumn, SystemSample } from '../model/index.ts';

/** A figure that was over its limit, for as long as it takes to matter. Times in epoch ms. */
export interface SystemAlert {
  readonly rule: AlertRule;
  readonly from: number;
  readonly to: number;
  readonly worst: number;
}

export interface AlertRule {
  readonly column: SystemColumn;
  /** At least so much, */
  readonly limit: number;
  /** for so long. */
  readonly forMs: number;
  readonly what: string;
}

/** The limits are this page's: what is drawn is marked by them, and nobody else is told. */
export const alertRules: readonly AlertRule[] = [
  { column: 'cpuPercent', limit: 90, forMs: 10_000, what: 'a core busy' },
  { column: 'loopPercent', limit: 90, forMs: 10_000, what: 'event loop busy' },
  { column: 'delayMaxMs', limit: 200, forMs: 0, what: 'event loop late' },
];

const maxAlerts = 100;

export function ruleOf(column: SystemColumn): AlertRule | undefined {
  return alertRules.find(rule => rule.column === column);
}

/** In the samples of one target, oldest first. */
export function alertsIn(samples: readonly SystemSample[]): SystemAlert[] {
  const alerts = alertRules.flatMap(rule => alertsOf(rule, samples));
  return alerts.sort((a, b) => a.from - b.from).slice(-maxAlerts);
}

function alertsOf(rule: AlertRule, samples: readonly SystemSample[]): SystemAlert[] {
  const found: SystemAlert[] = [];
  let open: { from: number; to: number; worst: number } | undefined;
  const close = () => {
    if (open !== undefined && open.to - open.from >= rule.forMs) found.push({ rule, ...open });
    open = undefined;
  };
  for (const sample of samples) {
    const value = sample[rule.column];
    // A gap says nothing, and ends nothing that was said before it.
    if (!(value >= rule.limit)) close();
    else if (open === undefined) open = { from: sample.at, to: sample.at, worst: value };
    else open = { from: open.from, to: sample.at, worst: Math.max(open.worst, value) };
  }
  close();
  return found;
}
