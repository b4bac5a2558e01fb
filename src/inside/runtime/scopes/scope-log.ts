import { hideSecrets, Ring } from '../../../base/index.ts';
import type { Site } from '../../../wire/protocol/index.ts';
import { type Flow, runtime } from '../core/index.ts';

export type ScopeEventType = 'enter' | 'exit' | 'cancel' | 'error' | 'violation' | 'handed-over';

/** One thing that happened to a tracked scope. */
export interface ScopeEvent {
  /** Epoch ms. */
  readonly at: number;
  readonly type: ScopeEventType;
  readonly scopeId: string;
  readonly name: string;
  /** Who did it. */
  readonly flow: string;
  readonly flowName: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ScopeVisit {
  readonly flow: string;
  readonly flowName: string;
  /** Epoch ms. */
  readonly at: number;
  readonly site: Site | undefined;
}

/** A rule that was broken. */
export interface ScopeViolation {
  /** `scope-leaked`: the flow that entered it has ended, and it is still active. */
  readonly kind: 'scope-crossed' | 'scope-misnested' | 'scope-not-active' | 'scope-leaked';
  readonly scopeId: string;
  readonly name: string;
  /** Absent when the scope is not known to have been entered. */
  readonly entered?: ScopeVisit;
  /** Absent for a leaked one. */
  readonly exited?: ScopeVisit;
}

/** What happened to a tracker's scopes: the newest, and counts of all. */
export class ScopeLog {
  readonly events: Ring<ScopeEvent>;
  readonly violations: Ring<ScopeViolation>;
  readonly counts: Record<ScopeEventType, number> = {
    enter: 0,
    exit: 0,
    cancel: 0,
    error: 0,
    violation: 0,
    'handed-over': 0,
  };

  /** Exits by another flow, ever. */
  crossed = 0;

  constructor(maxEvents: number) {
    this.events = new Ring(maxEvents);
    this.violations = new Ring(Math.min(maxEvents, 200));
  }

  say(
    type: ScopeEventType,
    scope: { readonly id: string; readonly name: string },
    details: Record<string, unknown> = {},
  ): void {
    const rt = runtime();
    const flow = rt.flow();
    this.counts[type]++;
    const { id, name } = scope;
    this.events.push({
      at: rt.clock.now(),
      type,
      scopeId: id,
      name: hideSecrets(name),
      flow: flow.id,
      flowName: flow.name,
      details,
    });
  }

  violate(violation: ScopeViolation): void {
    this.violations.push(violation);
    const { kind, entered } = violation;
    if (kind === 'scope-crossed') this.crossed++;
    this.say('violation', { id: violation.scopeId, name: violation.name }, { kind, enteredBy: entered?.flow });
  }
}

export function visitOf(flow: Flow, at: number, site: Site | undefined): ScopeVisit {
  return { flow: flow.id, flowName: flow.name, at, site };
}
