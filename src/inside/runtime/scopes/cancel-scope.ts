import { type EddyError, fail } from '../../../base/index.ts';
import { Context, runtime, Trace } from '../core/index.ts';
import type { FlowInfo } from '../flows.ts';
import { linkSignal } from './abort-link.ts';
import {
  type CancelledBy,
  type CancelNote,
  type CancelSource,
  cancelledBy,
  describeNote,
  noteOf,
} from './cancel-note.ts';
import { cancelSourceFor, hasShieldedWork, isInside, nearestOwn, pathFrom, type TreeScope } from './cancel-tree.ts';
import { cancelledError, cancelSourceOf } from './cancelled-error.ts';
import { Deadline } from './deadline.ts';
import { abandonInside, exitFault, faultError } from './exit-rules.ts';
import { liveFlow } from './live-flow.ts';
import { ScopeEntry } from './scope-entry.ts';
import { type ScopeState, scopeList } from './scope-list.ts';
import { innermost, type ScopeNode } from './scope-node.ts';
import { checkOptions, type ScopeOptions } from './scope-options.ts';
import { ScopeSignal } from './scope-signal.ts';

/** A scope that is not entered yet: `using s = openScope('upload').enter()`, or `enter()` and `exit()`. */
export function openScope(name: string, options?: ScopeOptions): CancelScope {
  return new CancelScope(name, options);
}

/**
 * Work that can be cancelled together. A cancel reaches every scope inside, up to a shield: their signals are aborted and
 * each `checkpoint()` in them throws, again and again, until the scope is left. Entered once, by the flow that is its host.
 */
export class CancelScope implements TreeScope {
  readonly kind = 'own';
  readonly id: number = scopeList().nextId();
  readonly name: string;
  outer: ScopeNode | undefined;
  parent: CancelScope | undefined;
  entry: ScopeEntry | undefined;
  /** Its own cancel, whoever asked. */
  note: CancelNote | undefined;
  readonly children = new Set<CancelScope>();
  readonly #options: ScopeOptions;
  #deadline: Deadline | undefined;
  #shield: boolean;
  readonly #signal = new ScopeSignal();
  #stopListening: (() => void) | undefined;
  #path: string[] | undefined;

  constructor(name: string, options: ScopeOptions = {}) {
    checkOptions(name, options);
    this.name = name;
    this.#options = options;
    this.#shield = options.shield === true;
  }

  // --- entering and leaving

  /**
   * Enters here and now: what follows in this function, and what it starts, is inside. Prefer `scope()`: what is entered before
   * an async function's first await is inside for its caller too, until the exit.
   */
  enter(): this {
    this.begin(false);
    const rt = runtime();
    const { flow, generator } = rt.context();
    rt.enter(new Context(flow, this, generator));
    return this;
  }

  /** Throws, in this order: not active, another flow's, or a scope opened inside it is still active here. */
  exit(): void {
    if (this.entry?.state === 'abandoned') return;
    const rt = runtime();
    const context = rt.context();
    const fault = exitFault(this.name, this, context);
    const error = fault === undefined ? undefined : faultError(fault, this.name, this, context);
    if (error !== undefined && fault !== 'scope-misnested') throw error;
    if (error !== undefined) abandonInside(this, context);
    const { outer } = this;
    this.leave('exited');
    const inside = innermost(context.scope);
    if (context.scope !== undefined && inside !== context.scope)
      rt.enter(new Context(context.flow, context.scope === this ? innermost(outer) : inside, context.generator));
    if (error !== undefined) throw error;
  }

  [Symbol.dispose](): void {
    if (this.active) this.exit();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.active) this.exit();
  }

  /** The only way to another host: the flow that `currentFlow()` told of, else the current one. */
  handOver(to?: FlowInfo): void {
    if (this.entry === undefined || !this.active)
      throw fail('scope-not-active', `Scope "${this.name}" is not active, so it cannot be handed over.`);
    this.entry.handOver(liveFlow(to));
  }

  // --- cancelling

  /** The first reason is kept; a scope that has ended cannot be cancelled. */
  cancel(reason?: unknown): void {
    this.#cancelBy('call', reason);
  }

  /** Aborted when the scope is effectively cancelled; its reason is the error that checkpoints throw. */
  get signal(): AbortSignal {
    const { signal } = this.#signal;
    this.#abortSignal();
    return signal;
  }

  /** Someone asked this very scope to cancel. Whether that had an effect, `cancelCaught` says. */
  get cancelCalled(): boolean {
    return this.note !== undefined;
  }

  /** The cancel reached the end of `scope()` as an error and was swallowed there. */
  get cancelCaught(): boolean {
    return this.entry?.caught === true;
  }

  /** Of the cancel that counts here, the scope's own or one from outside. */
  get reason(): unknown {
    return this.cancelSource()?.note?.reason;
  }

  get cancelledBy(): CancelledBy | undefined {
    const source = this.cancelSource();
    return source?.note === undefined ? undefined : cancelledBy(source.note, this.#path ?? pathFrom(source, this));
  }

  get shield(): boolean {
    return this.#shield;
  }

  /** Lowering it delivers at once the cancel that it kept away. */
  set shield(up: boolean) {
    const lowered = this.#shield && !up;
    this.#shield = up;
    if (lowered && this.active && this.cancelSource() !== undefined) this.deliver();
  }

  /**
   * The earliest of its own and the outer ones' up to the nearest shield, on the scale of `performance.now()`: Infinity
   * when there is none, -Infinity once cancelled.
   */
  get deadline(): number {
    if (this.cancelSource() !== undefined) return Number.NEGATIVE_INFINITY;
    const at = this.#deadline?.at ?? Number.POSITIVE_INFINITY;
    return this.shields || this.parent === undefined ? at : Math.min(at, this.parent.deadline);
  }

  /** Moves its own deadline, counted from now. Infinity takes it away. */
  setDeadline(deadlineMs: number): void {
    if (!this.active) return;
    this.#deadline ??= new Deadline(() => this.#cancelBy('deadline', undefined));
    this.#deadline.set(deadlineMs);
  }

  get active(): boolean {
    return this.entry?.active === true;
  }

  // --- for the scopes' folder

  /** Ended scopes are looked through; but work left over from a cancelled `scope()` stays cancelled. */
  get counts(): boolean {
    return this.active || (this.entry?.structured === true && this.note !== undefined);
  }

  get shields(): boolean {
    return this.#shield && (this.entry === undefined || this.active);
  }

  /** Becomes active, with the current flow as host. */
  begin(structured: boolean): void {
    if (this.entry !== undefined)
      throw fail('scope-reused', `Scope "${this.name}" was entered before.`, {
        hint: 'Open a new scope for each use.',
      });
    const rt = runtime();
    const { flow, scope } = rt.context();
    const { id, name } = this;
    this.outer = innermost(scope);
    this.parent = nearestOwn(this.outer);
    this.entry = new ScopeEntry({
      id,
      name,
      tracked: false,
      structured,
      flow,
      entered: new Trace(CancelScope.prototype.begin, 12),
    });
    if (this.note !== undefined) this.#watch(this.entry, this.note);
    this.parent?.children.add(this);
    const { signal, deadlineMs } = this.#options;
    if (signal !== undefined)
      this.#stopListening = linkSignal(signal, before =>
        this.#cancelBy(before ? 'earlier-signal' : 'signal', signal.reason),
      );
    if (deadlineMs !== undefined) this.setDeadline(deadlineMs);
    if (rt.listening) rt.emit('scope-entered', flow, { id, name, tracked: false });
    const source = this.cancelSource();
    if (source?.note === undefined) return;
    this.#abortSignal();
    // Inside a scope that was itself entered so, it is the same trouble.
    this.entry.enterCancelled(source.note, source !== this && this.parent?.entry?.enteredCancelled === true);
  }

  /** Ends without asking who ends it. What is still active inside moves to the scope around. */
  leave(state: Exclude<ScopeState, 'active'>): void {
    const { id, name, entry } = this;
    if (entry === undefined || !entry.active) return;
    if (this.note !== undefined) this.#path = pathFrom(cancelSourceFor(this) ?? this, this);
    this.#stopListening?.();
    this.#deadline?.stop();
    this.parent?.children.delete(this);
    entry.end(state);
    for (const child of this.children) child.adopt(this);
    this.children.clear();
    if (this.counts) this.#keepVerdict();
    const rt = runtime();
    if (rt.listening) rt.emit('scope-exited', entry.flow, { id, name, tracked: false, state, caught: entry.caught });
  }

  cancelSource(): CancelScope | undefined {
    return cancelSourceFor<CancelScope>(this);
  }

  cancelError(): EddyError | undefined {
    const source = this.cancelSource();
    return source?.note === undefined ? undefined : cancelledError(source, source.note);
  }

  /** Whether this error is a cancel that ends here: its own, or one that came through it, and none from outside is visible. */
  swallows(error: unknown): boolean {
    return this.cancelSource() === this && isInside(cancelSourceOf(error) as TreeScope | undefined, this);
  }

  expire(): void {
    this.#deadline?.check();
  }

  /** Aborts its signal and those inside, up to shields. */
  deliver(): void {
    this.#abortSignal();
    for (const child of this.children) if (!child.shields) child.deliver();
  }

  /** The scope around it has ended. */
  adopt(ended: CancelScope): void {
    if (this.outer === ended && !ended.counts) this.outer = ended.outer;
    this.parent = nearestOwn(this.outer);
    this.parent?.children.add(this);
    if (this.cancelSource() !== undefined) this.deliver();
  }

  abandon(by: ScopeNode): void {
    if (!this.active) return;
    this.#cancelBy('abandoned', `scope "${by.entry?.name}" around it was exited first`);
    this.leave('abandoned');
  }

  #cancelBy(how: CancelSource, reason: unknown): void {
    if (this.note !== undefined || (this.entry !== undefined && !this.active)) return;
    const rt = runtime();
    const { id, name, entry } = this;
    // A deadline is its host's; its timer runs in nobody's name.
    const note = noteOf(how, reason, how === 'deadline' ? entry?.flow : undefined);
    this.note = note;
    if (how !== 'abandoned') scopeList().cancelled++;
    if (rt.listening)
      rt.emit('scope-cancelled', entry?.flow, { id, name, tracked: false, why: describeNote(note), by: note.flow });
    rt.onMoment?.({ on: 'scope-cancel', flow: entry?.flow, subject: { scope: name, reason } });
    if (entry === undefined) return;
    this.#watch(entry, note);
    this.deliver();
  }

  #watch(entry: ScopeEntry, note: CancelNote): void {
    entry.note = note;
    if (note.source !== 'abandoned') entry.watchIgnored(() => hasShieldedWork(this));
  }

  #abortSignal(): void {
    if (!this.#signal.waits) return;
    const error = this.cancelError();
    if (error !== undefined) this.#signal.abort(error, this.entry && new Context(this.entry.flow, this));
  }

  /** Work left over stays cancelled by the same scope; all others around are let go, so that chains cannot grow. */
  #keepVerdict(): void {
    const source = this.cancelSource();
    this.outer = this.parent = source === this ? undefined : source;
  }
}
