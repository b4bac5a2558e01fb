import { fail } from '../../../base/index.ts';
import { Context, runtime, Trace } from '../core/index.ts';
import type { FlowInfo } from '../flows.ts';
import { limits } from '../limits.ts';
import { abandonInside, type ExitFault, exitFault } from './exit-rules.ts';
import { liveFlow } from './live-flow.ts';
import type { ScopeEntry } from './scope-entry.ts';
import { type ScopeEvent, ScopeLog, type ScopeViolation, visitOf } from './scope-log.ts';
import { innermost } from './scope-node.ts';
import { isThenable } from './thenable.ts';
import { type ScopeExitOptions, TrackedScope, type TrackedScopeOwner } from './tracked-scope.ts';
import { type ActiveScope, activeInfo, type ScopeReport, type ScopeStatistics, summaryText } from './tracker-report.ts';

export interface TrackerOptions {
  /** Events that are kept, 1000 unless told. */
  readonly maxEvents?: number;
}

export interface EnterOptions {
  /** Passes a requested cancel on to the real scope. */
  readonly onCancel?: (reason: unknown) => void;
}

/** What an exit was found to be. Nothing is thrown: the scope is not ours to guard, only to watch. */
export type ScopeExit = 'exited' | ExitFault;

const maxClosed = 100;

/**
 * Watches cancel scopes that are not ours: who entered each, who exits it, in which order, who asked for its cancel.
 * Ownership moves by `handOver` only.
 */
export class CancelScopeTracker implements TrackedScopeOwner {
  readonly #active = new Map<string, TrackedScope>();
  /** By the id that the program itself gave, the newest last. */
  readonly #labelled = new Map<string, TrackedScope[]>();
  /** The newest that ended, for those that are exited again. */
  readonly #closed = new Map<string, ScopeEntry>();
  readonly #log: ScopeLog;
  #totalMs = 0;
  #longestMs = 0;

  constructor(options: TrackerOptions = {}) {
    this.#log = new ScopeLog(options.maxEvents ?? 1_000);
  }

  // --- entering and exiting

  /** Returns an id that never repeats. `exitScope` and `requestCancel` take it, or the id given here while that is unambiguous. */
  enterScope(scopeId?: string, name = scopeId ?? 'scope', options: EnterOptions = {}): string {
    return this.#enterHere(scopeId ?? 'scope', name, options).id;
  }

  exitScope(scopeId: string, options: ScopeExitOptions = {}): ScopeExit {
    const rt = runtime();
    const context = rt.context();
    const scope = this.#find(scopeId, context);
    const closed = scope === undefined ? this.#closed.get(scopeId) : undefined;
    if (closed?.state === 'abandoned') return 'exited';
    const node = scope ?? { kind: 'tracked', outer: undefined, counts: false, entry: closed, abandon() {} };
    const name = scope?.name ?? closed?.name ?? scopeId;
    const wasCrossed = closed?.crossed === true;
    const fault = exitFault(name, node, context);
    if (fault !== undefined && !wasCrossed) this.#violated(fault, scope?.id ?? scopeId, name, node.entry, context);
    if (scope === undefined) return 'scope-not-active';
    if (fault === 'scope-misnested') abandonInside(scope, context);
    this.#end(scope, fault === 'scope-crossed' ? 'crossed' : 'exited', options);
    if (context.scope === scope) rt.enter(new Context(context.flow, innermost(scope.outer), context.generator));
    return fault ?? 'exited';
  }

  /** Runs `fn` inside a tracked scope. */
  trackedCancelScope<R>(name: string, fn: (scope: TrackedScope) => R): R;
  /** Enters a tracked scope here: `using scope = tracker.trackedCancelScope('session')`. */
  trackedCancelScope(name: string): TrackedScope;
  trackedCancelScope<R>(name: string, fn?: (scope: TrackedScope) => R): R | TrackedScope {
    if (fn === undefined) return this.#enterHere(name, name, {});
    const scope = this.#open(name, name, true, {});
    const rt = runtime();
    const { flow, generator } = rt.context();
    let result: R;
    try {
      result = rt.run(new Context(flow, scope, generator), () => fn(scope));
    } catch (error) {
      this.#end(scope, 'exited', { error });
      throw error;
    }
    if (isThenable(result)) return this.#settle(scope, result) as R;
    this.#end(scope, 'exited', {});
    return result;
  }

  // --- cancel, ownership

  /** Records who asked and why, aborts the scope's signal and calls its `onCancel`. The first request counts. */
  requestCancel(scopeId: string, reason?: unknown): 'requested' | 'requested-before' | 'ended' {
    const scope = this.#find(scopeId, runtime().context());
    if (scope === undefined) {
      const closed = this.#closed.get(scopeId);
      if (closed === undefined) throw unknownId(scopeId);
      this.#log.say('cancel', { id: scopeId, name: closed.name }, { reason, late: true });
      return 'ended';
    }
    this.#log.say('cancel', scope, { reason });
    return scope.noteCancel(reason) ? 'requested' : 'requested-before';
  }

  /** The only way in which a scope changes its flow: to the one that `currentFlow()` told of, else to the current one. */
  handOver(scopeId: string, to?: FlowInfo): void {
    const scope = this.#find(scopeId, runtime().context());
    if (scope === undefined) throw unknownId(scopeId);
    const flow = liveFlow(to);
    this.#log.say('handed-over', scope, { from: scope.flow.id, to: flow.id });
    scope.entry.handOver(flow);
  }

  // --- what is known

  /** Exits by another flow, and scopes whose flow has ended while they are active. Empty means: none was seen. */
  checkCrossTaskViolations(): ScopeViolation[] {
    const crossed = this.#log.violations.toArray().filter(one => one.kind === 'scope-crossed');
    return [...crossed, ...this.#leaked()];
  }

  /** All broken rules, also wrong order and exits of what is not active. */
  getViolations(): ScopeViolation[] {
    return [...this.#log.violations.toArray(), ...this.#leaked()];
  }

  getActiveScopes(): ActiveScope[] {
    return [...this.#active.values()].map(activeInfo);
  }

  /** Oldest first. */
  getEvents(): ScopeEvent[] {
    return this.#log.events.toArray();
  }

  getStatistics(): ScopeStatistics {
    const { counts, events, crossed } = this.#log;
    const ended = counts.enter - this.#active.size;
    return {
      total: counts.enter,
      active: this.#active.size,
      ended,
      errors: counts.error,
      cancelRequests: counts.cancel,
      handedOver: counts['handed-over'],
      violations: counts.violation,
      crossTaskViolations: crossed + this.#leaked().length,
      averageMs: ended === 0 ? 0 : this.#totalMs / ended,
      longestMs: this.#longestMs,
      events: events.total,
      droppedEvents: events.droppedCount,
    };
  }

  generateReport(): ScopeReport {
    return {
      statistics: this.getStatistics(),
      active: this.getActiveScopes(),
      violations: this.getViolations(),
      events: this.getEvents().slice(-100),
    };
  }

  summary(): string {
    return summaryText(this.generateReport());
  }

  /** To standard error, unless told otherwise: standard output is the program's. */
  printSummary(write: (text: string) => void = text => void process.stderr.write(text)): void {
    write(this.summary());
  }

  // --- for its scopes

  ended(scope: TrackedScope): void {
    const { entry } = scope;
    const tookMs = (entry.exitedAt ?? entry.enteredAt) - entry.enteredAt;
    this.#totalMs += tookMs;
    this.#longestMs = Math.max(this.#longestMs, tookMs);
    this.#active.delete(scope.id);
    const same = (this.#labelled.get(scope.label) ?? []).filter(one => one !== scope);
    if (same.length > 0) this.#labelled.set(scope.label, same);
    else this.#labelled.delete(scope.label);
    for (const id of [scope.id, scope.label]) {
      this.#closed.delete(id);
      this.#closed.set(id, entry);
    }
    for (const oldest of this.#closed.keys()) {
      if (this.#closed.size <= maxClosed) break;
      this.#closed.delete(oldest);
    }
  }

  #enterHere(label: string, name: string, options: EnterOptions): TrackedScope {
    const scope = this.#open(label, name, false, options);
    const rt = runtime();
    const { flow, generator } = rt.context();
    rt.enter(new Context(flow, scope, generator));
    return scope;
  }

  #open(label: string, name: string, structured: boolean, { onCancel }: EnterOptions): TrackedScope {
    const scope = new TrackedScope(this, { label, name, structured, onCancel });
    this.#active.set(scope.id, scope);
    const same = this.#labelled.get(label);
    if (same === undefined) this.#labelled.set(label, [scope]);
    else same.push(scope);
    this.#log.say('enter', scope);
    return scope;
  }

  async #settle(scope: TrackedScope, result: PromiseLike<unknown>): Promise<unknown> {
    let value: unknown;
    try {
      value = await result;
    } catch (error) {
      this.#end(scope, 'exited', { error });
      throw error;
    }
    this.#end(scope, 'exited', {});
    return value;
  }

  #end(scope: TrackedScope, state: 'exited' | 'crossed', options: ScopeExitOptions): void {
    if (!scope.active) return;
    scope.end(state);
    if (options.error === undefined) this.#log.say('exit', scope);
    else this.#log.say('error', scope, { error: errorText(options.error) });
  }

  /** By the id that we gave; by the program's own, first one of the current flow, then the newest. */
  #find(scopeId: string, { flow }: Context): TrackedScope | undefined {
    const known = this.#active.get(scopeId);
    if (known !== undefined) return known;
    const same = this.#labelled.get(scopeId);
    return same?.findLast(one => one.flow === flow) ?? same?.at(-1);
  }

  #violated(kind: ExitFault, scopeId: string, name: string, entry: ScopeEntry | undefined, { flow }: Context): void {
    const exited = visitOf(flow, runtime().clock.now(), new Trace().site(flow));
    const entered = entry === undefined ? {} : { entered: enteredOf(entry) };
    this.#log.violate({ kind, scopeId, name, exited, ...entered });
  }

  #leaked(): ScopeViolation[] {
    const now = runtime().clock.now();
    const leaked: ScopeViolation[] = [];
    for (const { id, name, flow, entry } of this.#active.values()) {
      if (flow.endedAt === undefined || now - flow.endedAt < limits.leakGraceMs || entry.structured) continue;
      leaked.push({ kind: 'scope-leaked', scopeId: id, name, entered: enteredOf(entry) });
    }
    return leaked;
  }
}

function enteredOf(entry: ScopeEntry) {
  return visitOf(entry.flow, entry.enteredAt, entry.entered.site(entry.flow));
}

function unknownId(scopeId: string) {
  return fail('unknown-id', `No tracked scope has the id "${scopeId}".`, {
    hint: 'Use the id that enterScope returned.',
  });
}

function errorText(error: unknown): string {
  const text = () => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  return runtime().guard('text of an error', text) ?? 'an error that has no text';
}
