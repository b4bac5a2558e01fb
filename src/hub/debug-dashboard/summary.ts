import type { DashboardData } from './dashboard-data.ts';

/** A few lines for people. What is not known is a dash, never a zero. */
export function summaryText({ metrics, system, own, cancelScope, errors }: DashboardData): string {
  const kinds = Object.entries(errors.byType).map(([type, count]) => `${type} ${count}`);
  const told = own.metrics.totalOperations + own.metrics.totalErrors;
  const lines = [
    'Operations (flows that ended)',
    `  total         ${metrics.totalOperations}`,
    `  success rate  ${percent(metrics.successRate)}`,
    `  mean time     ${metrics.avgDurationMs === undefined ? '-' : `${Math.round(metrics.avgDurationMs)} ms`}`,
    'Errors (findings)',
    `  total         ${metrics.totalErrors}${kinds.length === 0 ? '' : `: ${kinds.join(', ')}`}`,
    `  cancel scope  ${cancelScope.totalErrors}`,
    'System',
    `  CPU           ${system.cpuPercent === undefined ? '-' : `${system.cpuPercent.toFixed(1)} % of a core since it began`}`,
    `  memory        ${system.memoryBytes === undefined ? '-' : `${Math.round(system.memoryBytes / 1024 ** 2)} MiB`}`,
    ...(told === 0
      ? []
      : [
          'Told by callers',
          `  operations    ${own.metrics.totalOperations}`,
          `  errors        ${own.metrics.totalErrors}`,
        ]),
  ];
  return lines.map(line => `${line}\n`).join('');
}

function percent(rate: number | undefined): string {
  return rate === undefined ? '-' : `${(rate * 100).toFixed(1)} %`;
}
