import type { Site } from '../../../wire/protocol/index.ts';
import { runtime } from '../core/index.ts';
import type { ScopeEvent, ScopeViolation } from './scope-log.ts';
import type { TrackedScope } from './tracked-scope.ts';

export interface ActiveScope {
  readonly id: string;
  readonly name: string;
  readonly flow: string;
  readonly flowName: string;
  /** Epoch ms. */
  readonly enteredAt: number;
  readonly ageMs: number;
  readonly cancelRequested: boolean;
  /** The flow that entered it has ended. */
  readonly ownerEnded: boolean;
  readonly site: Site | undefined;
}

export interface ScopeStatistics {
  readonly total: number;
  readonly active: number;
  readonly ended: number;
  /** Ended with an error. */
  readonly errors: number;
  readonly cancelRequests: number;
  readonly handedOver: number;
  /** Broken rules of all kinds that were seen at an exit. */
  readonly violations: number;
  /** Exits by another flow, and active scopes whose flow has ended. */
  readonly crossTaskViolations: number;
  readonly averageMs: number;
  readonly longestMs: number;
  readonly events: number;
  /** Above zero, the event log has a gap of ours. */
  readonly droppedEvents: number;
}

export interface ScopeReport {
  readonly statistics: ScopeStatistics;
  readonly active: readonly ActiveScope[];
  readonly violations: readonly ScopeViolation[];
  /** The newest hundred, oldest first. */
  readonly events: readonly ScopeEvent[];
}

export function activeInfo({ id, name, flow, entry }: TrackedScope): ActiveScope {
  return {
    id,
    name,
    flow: flow.id,
    flowName: flow.name,
    enteredAt: entry.enteredAt,
    ageMs: runtime().clock.now() - entry.enteredAt,
    cancelRequested: entry.note !== undefined,
    ownerEnded: flow.ended,
    site: entry.entered.site(flow),
  };
}

export function summaryText({ statistics: of, active, violations }: ScopeReport): string {
  const lines = [
    `Cancel scopes: ${of.total} entered, ${of.active} active, ${of.errors} ended with an error, ${of.cancelRequests} cancels requested.`,
    `Violations: ${violations.length}, of which across flows: ${of.crossTaskViolations}.`,
  ];
  for (const one of violations.slice(-20)) {
    lines.push(`  ${one.kind}: scope "${one.name}" (${one.scopeId})`);
    if (one.entered !== undefined) lines.push(`    entered by ${visitText(one.entered)}`);
    if (one.exited !== undefined) lines.push(`    exited by ${visitText(one.exited)}`);
  }
  for (const one of active.slice(0, 20))
    lines.push(`  active: scope "${one.name}" (${one.id}) of flow "${one.flowName}" for ${one.ageMs} ms`);
  return `${lines.join('\n')}\n`;
}

function visitText({ flowName, flow, site }: NonNullable<ScopeViolation['entered']>): string {
  return `flow "${flowName}" (${flow})${site === undefined ? '' : ` at ${site.file}:${site.line}`}`;
}
