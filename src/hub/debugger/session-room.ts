import { type Clock, counter, fail, newTargetId, Ring } from '../../base/index.ts';
import { type Matcher, matcherWords, parseMatcher } from '../../wire/protocol/index.ts';
import { Session } from '../session/index.ts';
import { SessionState } from './session-state.ts';

export interface DebuggerLimits {
  /** Open at once; 10,000 unless told. */
  readonly maxSessions?: number;
  /** 100 unless told. */
  readonly maxProbesEach?: number;
  /** A session that is open longer is closed, and what it holds is let go; no limit unless told. */
  readonly sessionMs?: number;
}

export interface SessionOptions {
  /** Which flows it concerns, as in `header:x-debug=ann`: all must hold. Without: every flow. */
  readonly match?: readonly (string | Matcher)[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** False: a session of its own, though one of that name is open. */
  readonly reuse?: boolean;
  /** Its own limit, where it is shorter than the debugger's. */
  readonly sessionMs?: number;
}

/** Closed sessions stay to be looked at; so many of them. */
const maxClosed = 100;

/** The sessions of one debugger: those that are open, and the last of those that were. */
export class SessionRoom {
  readonly limits: DebuggerLimits;
  readonly tag = newTargetId();
  readonly #clock: Clock;
  readonly #nextId = counter();
  readonly #open = new Map<string, SessionState>();
  /** The newest that is open under a name. */
  readonly #byName = new Map<string, SessionState>();
  readonly #closed = new Ring<SessionState>(maxClosed);

  constructor(clock: Clock, limits: DebuggerLimits) {
    this.#clock = clock;
    this.limits = limits;
  }

  get open(): readonly SessionState[] {
    return [...this.#open.values()];
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Those that are open first. */
  get all(): readonly SessionState[] {
    return [...this.#open.values(), ...this.#closed.toArray()];
  }

  /** `isNew` false: the one that is open already, with one user more. */
  enter(name: string, options: SessionOptions): { state: SessionState; isNew: boolean } {
    if (!/^[\w.@+-]{1,64}$/.test(name)) {
      throw fail('bad-usage', `"${name}" can be no session's name.`, {
        hint: 'Letters, digits and . _ - + @, at most 64.',
      });
    }
    const match = (options.match ?? []).map(one => (typeof one === 'string' ? parseMatcher('match', one) : one));
    const known = options.reuse === false ? undefined : this.#byName.get(name);
    if (known !== undefined) {
      if (match.length > 0 && words(match) !== words(known.record.spec.match)) {
        throw fail('refused', `Session ${name} is open already, with another match.`, {
          hint: 'Leave match away to use it as it is, or say reuse: false for one of its own.',
        });
      }
      known.users++;
      return { state: known, isNew: false };
    }
    const { maxSessions = 10_000 } = this.limits;
    if (this.#open.size >= maxSessions) {
      throw fail('refused', `There are ${maxSessions} sessions already (limits.maxSessions).`, {
        hint: 'Close some, or all: closeAllSessions().',
      });
    }
    const record = new Session({ id: `${this.tag}.${this.#nextId()}`, name, match }, this.#clock.now());
    const state = new SessionState(record, options.metadata ?? {});
    this.#open.set(record.spec.id, state);
    this.#byName.set(name, state);
    return { state, isNew: true };
  }

  leave(state: SessionState): void {
    const { id, name } = state.record.spec;
    this.#open.delete(id);
    if (this.#byName.get(name) === state) this.#byName.delete(name);
    this.#closed.push(state);
  }

  tryFind(what: string): SessionState | undefined {
    const open = this.#open.get(what) ?? this.#byName.get(what);
    return open ?? this.#closed.toArray().findLast(({ record: { spec } }) => spec.id === what || spec.name === what);
  }

  /** By id, or the newest of that name; closed ones too. */
  find(what: string): SessionState {
    const found = this.tryFind(what);
    if (found !== undefined) return found;
    const names = this.open.slice(0, 10).map(({ record }) => record.spec.name);
    throw fail('unknown-id', `There is no session "${what}".`, {
      hint: names.length === 0 ? 'None is open.' : `Open are: ${names.join(', ')}.`,
    });
  }
}

function words(match: readonly Matcher[]): string {
  return match.map(matcherWords).sort().join('\n');
}
