import { Context, type Flow, runtime, Trace } from '../core/index.ts';
import { type CancelNote, describeNote, noteOf } from './cancel-note.ts';
import type { CancelScope } from './cancel-scope.ts';
import { cancelledError } from './cancelled-error.ts';
import { ScopeEntry } from './scope-entry.ts';
import { type ScopeState, scopeList } from './scope-list.ts';
import { innermost, type ScopeNode } from './scope-node.ts';
import { ScopeSignal } from './scope-signal.ts';

/** What a tracker does for its scopes. */
export interface TrackedScopeOwner {
  exitScope(scopeId: string, options?: ScopeExitOptions): unknown;
  requestCancel(scopeId: string, reason?: unknown): unknown;
  ended(scope: TrackedScope): void;
}

export interface ScopeExitOptions {
  /** What the scope's work failed with. */
  readonly error?: unknown;
}

/** A scope that is not ours: entered when it is made. Closed by `using`, by its tracker, or by `exit()`. */
export class TrackedScope implements ScopeNode {
  readonly kind = 'tracked';
  readonly id: string;
  readonly name: string;
  /** As the program calls it, where it gave an id of its own. */
  readonly label: string;
  readonly outer: ScopeNode | undefined;
  readonly entry: ScopeEntry;
  readonly #owner: TrackedScopeOwner;
  readonly #onCancel: ((reason: unknown) => void) | undefined;
  readonly #signal = new ScopeSignal();

  constructor(
    owner: TrackedScopeOwner,
    birth: {
      readonly label: string;
      readonly name: string;
      readonly structured: boolean;
      readonly onCancel?: ((reason: unknown) => void) | undefined;
    },
  ) {
    const rt = runtime();
    const { flow, scope } = rt.context();
    this.#owner = owner;
    this.#onCancel = birth.onCancel;
    this.label = birth.label;
    this.name = birth.name;
    this.id = `${birth.label}#${scopeList().nextId()}`;
    this.outer = innermost(scope);
    const { name, structured } = birth;
    this.entry = new ScopeEntry({
      id: this.id,
      name,
      tracked: true,
      structured,
      flow,
      entered: new Trace(TrackedScope as never, 14),
    });
    if (rt.listening) rt.emit('scope-entered', flow, { id: this.id, name, tracked: true });
    const note = noteAround(this.outer);
    if (note !== undefined) this.entry.enterCancelled(note, this.outer?.entry?.enteredCancelled === true);
  }

  get flow(): Flow {
    return this.entry.flow;
  }

  get counts(): boolean {
    return this.entry.active;
  }

  get active(): boolean {
    return this.entry.active;
  }

  get cancelRequested(): boolean {
    return this.entry.note !== undefined;
  }

  /** Aborted when a cancel of it was requested. */
  get signal(): AbortSignal {
    const { signal } = this.#signal;
    if (this.entry.note !== undefined) this.#abort(this.entry.note);
    return signal;
  }

  requestCancel(reason?: unknown): void {
    this.#owner.requestCancel(this.id, reason);
  }

  exit(options?: ScopeExitOptions): void {
    this.#owner.exitScope(this.id, options);
  }

  [Symbol.dispose](): void {
    if (this.active) this.exit();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.active) this.exit();
  }

  // --- for its tracker

  end(state: Exclude<ScopeState, 'active'>): void {
    if (!this.entry.active) return;
    this.entry.end(state);
    this.#owner.ended(this);
    const rt = runtime();
    if (rt.listening) rt.emit('scope-exited', rt.flow(), { id: this.id, name: this.name, tracked: true, state });
  }

  abandon(): void {
    this.end('abandoned');
  }

  /** False when it was requested before: the first reason is kept. */
  noteCancel(reason: unknown): boolean {
    if (this.entry.note !== undefined) return false;
    const rt = runtime();
    const note = noteOf('call', reason);
    this.entry.note = note;
    scopeList().cancelled++;
    if (rt.listening)
      rt.emit('scope-cancelled', this.flow, {
        id: this.id,
        name: this.name,
        tracked: true,
        why: describeNote(note),
        by: note.flow,
      });
    rt.onMoment?.({ on: 'scope-cancel', flow: this.flow, subject: { scope: this.name, reason } });
    this.entry.watchIgnored();
    this.#abort(note);
    this.#onCancel?.(reason);
    return true;
  }

  #abort(note: CancelNote): void {
    const { name } = this;
    if (this.#signal.waits)
      this.#signal.abort(cancelledError({ id: this.id, name, note }, note), new Context(this.flow, this));
  }
}

/** The cancel that reaches what is opened inside `node`, of our scopes and tracked ones alike. */
function noteAround(node: ScopeNode | undefined): CancelNote | undefined {
  for (let at = innermost(node); at !== undefined; at = innermost(at.outer)) {
    const own = at.kind === 'own' ? (at as CancelScope) : undefined;
    const note = own === undefined ? at.entry?.note : own.cancelSource()?.note;
    if (note !== undefined) return note;
    if (own?.shields === true) return undefined;
  }
  return undefined;
}
