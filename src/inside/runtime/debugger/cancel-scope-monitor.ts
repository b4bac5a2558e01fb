import type { ActiveScope, CancelScopeTracker, ScopeExit, ScopeStatistics, ScopeViolation } from '../scopes/index.ts';

export interface ScopeMonitorStatistics extends ScopeStatistics {
  /** Scopes that ended with an error, of all that ended: 0 to 1. */
  readonly errorRate: number;
}

/** Entries, exits and errors of cancel scopes, over a tracker: what crossed flows is found, not only what was thrown. */
export class CancelScopeMonitor {
  readonly #tracker: CancelScopeTracker;

  constructor(tracker: CancelScopeTracker) {
    this.#tracker = tracker;
  }

  /** Gives the id to exit it with. */
  enterScope(scopeId: string, name?: string): string {
    return this.#tracker.enterScope(scopeId, name);
  }

  exitScope(scopeId: string, error?: unknown): ScopeExit {
    return this.#tracker.exitScope(scopeId, error === undefined ? {} : { error });
  }

  getActiveScopes(): ActiveScope[] {
    return this.#tracker.getActiveScopes();
  }

  getViolations(): ScopeViolation[] {
    return this.#tracker.getViolations();
  }

  getStatistics(): ScopeMonitorStatistics {
    const statistics = this.#tracker.getStatistics();
    const { ended, errors } = statistics;
    return { ...statistics, errorRate: ended === 0 ? 0 : errors / ended };
  }
}
