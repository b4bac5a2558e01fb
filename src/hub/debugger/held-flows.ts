import { fail, isEddyError } from '../../base/index.ts';
import type {
  ControlAnswer,
  ControlAsk,
  DeskControl,
  Hold,
  Resumed,
  StackLine,
  Variable,
} from '../../wire/protocol/index.ts';
import type { DebugDesk } from './debug-desk.ts';
import type { SessionState } from './session-state.ts';

export interface OfSession {
  /** Its id or name; the current one unless told. */
  readonly session?: string;
}

/** Which of a session's held flows; the one that waits longest unless told. */
export interface OfHeld extends OfSession {
  readonly hold?: string;
  readonly flow?: string;
}

/** What is done with the flows that a session's breakpoints hold. None of another session's is reached. */
export class HeldFlows {
  readonly #desk: DebugDesk;

  constructor(desk: DebugDesk) {
    this.#desk = desk;
  }

  /** The one that waits longest first. */
  async of(state: SessionState): Promise<readonly Hold[]> {
    if (state.deskId === undefined) return [];
    const { holds } = await this.#ask('holds', {});
    return holds.filter(({ session }) => session === state.deskId);
  }

  async one(state: SessionState, { hold, flow }: OfHeld): Promise<Hold> {
    const held = await this.of(state);
    const found = held.find(
      one => (hold === undefined || one.id === hold) && (flow === undefined || one.flow === flow),
    );
    if (found !== undefined) return found;
    const wanted = hold ?? flow;
    const what = wanted === undefined ? 'No flow' : `No flow "${wanted}"`;
    throw fail('unknown-id', `${what} of session ${state.record.spec.name} is held now.`, {
      hint:
        held.length === 0
          ? "Wait for one: waitFor('held')."
          : `Held are: ${held
              .slice(0, 10)
              .map(({ id }) => id)
              .join(', ')}.`,
    });
  }

  async evaluate(
    state: SessionState,
    expression: string,
    of: OfHeld & { allowSideEffects?: boolean },
  ): Promise<unknown> {
    const { id: hold } = await this.one(state, of);
    const allow = of.allowSideEffects === undefined ? {} : { allowSideEffects: of.allowSideEffects };
    return (await this.#ask('evaluate', { hold, expression, ...allow })).value;
  }

  async stack(state: SessionState, of: OfHeld): Promise<readonly StackLine[]> {
    return (await this.one(state, of)).stack;
  }

  async variables(state: SessionState, of: OfHeld): Promise<readonly Variable[]> {
    const { id: hold } = await this.one(state, of);
    return (await this.#ask('variables', { hold })).variables;
  }

  async step(state: SessionState, step: 'over' | 'into' | 'out', of: OfHeld): Promise<ControlAnswer<'step'>> {
    const { id: hold } = await this.one(state, of);
    return this.#ask('step', { hold, step });
  }

  /** All of the session's, or the one that is named. */
  async resume(state: SessionState, of: OfHeld & { force?: boolean }): Promise<readonly Resumed[]> {
    const isOne = of.hold !== undefined || of.flow !== undefined;
    const holds = isOne ? [await this.one(state, of)] : await this.of(state);
    const force = of.force === undefined ? {} : { force: of.force };
    const all = await Promise.all(
      holds.map(async ({ id }) => {
        try {
          return (await this.#ask('resume', { hold: id, ...force })).holds;
        } catch (error) {
          // Of all, one may have gone on by itself meanwhile.
          if (isOne || !isEddyError(error, 'unknown-id')) throw error;
          return [];
        }
      }),
    );
    return all.flat();
  }

  #ask<N extends DeskControl>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    return this.#desk.ask(name, ask);
  }
}
