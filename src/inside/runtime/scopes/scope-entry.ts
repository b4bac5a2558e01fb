import { type Flow, type Held, runtime, type Trace } from '../core/index.ts';
import { cancelIgnored } from '../findings/cancel-ignored.ts';
import { scopeEnteredCancelled } from '../findings/scope-entered-cancelled.ts';
import { scopeLeaked } from '../findings/scope-leaked.ts';
import { limits } from '../limits.ts';
import type { CancelNote } from './cancel-note.ts';
import { type ListedScope, type ScopeState, scopeList } from './scope-list.ts';

/** The async generator whose body opened the scope. */
interface Opener {
  hold(thing: Held): void;
  letGo(thing: Held): void;
  /** It was stepped or closed by an unrelated flow, and that was told. */
  readonly crossed: boolean;
}

export interface ScopeBirth {
  readonly id: number | string;
  readonly name: string;
  readonly tracked: boolean;
  /** A call of ours runs its function and will exit it, whatever happens. */
  readonly structured: boolean;
  readonly flow: Flow;
  readonly entered: Trace;
}

/**
 * What is known of one entered scope, ours or tracked: for the report and for findings. It knows no signal and no parent;
 * what a list of ended ones keeps of the program are the functions in stacks that nobody has read yet, so lists are short.
 */
export class ScopeEntry implements Held, ListedScope {
  readonly id: number | string;
  readonly name: string;
  readonly tracked: boolean;
  readonly structured: boolean;
  /** Its host. Changes by hand-over only. */
  flow: Flow;
  readonly entered: Trace;
  readonly enteredAt: number;
  exitedAt: number | undefined;
  state: ScopeState = 'active';
  note: CancelNote | undefined;
  caught = false;
  enteredCancelled = false;
  /** An exit by another flow was seen: what follows from it is not told again. */
  crossed = false;
  handedOver = false;
  readonly #opener: Opener | undefined;
  #callOff: (() => void)[] | undefined;

  constructor(birth: ScopeBirth) {
    this.id = birth.id;
    this.name = birth.name;
    this.tracked = birth.tracked;
    this.structured = birth.structured;
    this.flow = birth.flow;
    this.entered = birth.entered;
    const rt = runtime();
    this.enteredAt = rt.clock.now();
    this.#opener = rt.context().generator as Opener | undefined;
    if (!scopeList().add(this)) return;
    this.flow.hold(this);
    this.#opener?.hold(this);
  }

  get active(): boolean {
    return this.state === 'active';
  }

  get title(): string {
    return `scope "${this.name}"`;
  }

  /** The generator that opened it was crossed: an exit by another flow follows from that. */
  get openerCrossed(): boolean {
    return this.#opener?.crossed === true;
  }

  /** A look that was planned is called off when the scope ends. */
  callOffAtEnd(callOff: () => void): void {
    this.#callOff ??= [];
    this.#callOff.push(callOff);
  }

  end(state: Exclude<ScopeState, 'active'>): void {
    if (this.state !== 'active') return;
    this.state = state;
    this.exitedAt = runtime().clock.now();
    this.flow.letGo(this);
    this.#opener?.letGo(this);
    scopeList().ended(this);
    if (this.#callOff === undefined) return;
    for (const callOff of this.#callOff) callOff();
    this.#callOff = undefined;
    // Work of a request may go on after the answer; its exit came late, but from its own host.
    if (state === 'exited' && (this.flow.kind === 'request' || this.flow.kind === 'message'))
      runtime().findings.takeBack(scopeLeaked, this);
  }

  handOver(to: Flow): void {
    this.flow.letGo(this);
    this.flow = to;
    this.handedOver = true;
    if (this.active) to.hold(this);
  }

  ownerEnded(): void {
    this.callOffAtEnd(runtime().findings.lookLater(scopeLeaked, this, limits.leakGraceMs));
  }

  /** The cancel was there before it was entered. `known`: told of a scope around it already. */
  enterCancelled(note: CancelNote, known: boolean): void {
    this.enteredCancelled = true;
    if (!known) runtime().findings.look(scopeEnteredCancelled, { entry: this, note });
  }

  /** Its cancel came back as an error and ends here. */
  tellCaught(): void {
    this.caught = true;
    scopeList().caught++;
  }

  /** A cancel was asked for: work that still runs a limit later ignores it, unless it is excused. */
  watchIgnored(isExcused: () => boolean = () => false): void {
    const subject = { entry: this, isExcused };
    this.callOffAtEnd(runtime().findings.lookLater(cancelIgnored, subject, limits.cancelIgnoredMs));
  }

  /** An exit by another flow is the root of what follows: that it was leaked was the same trouble. */
  tellCrossed(): void {
    this.crossed = true;
    runtime().findings.takeBack(scopeLeaked, this);
  }
}
