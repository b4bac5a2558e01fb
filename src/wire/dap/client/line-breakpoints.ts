import type { SourceBreakpoint } from '../index.ts';
import { type BreakpointState, type LineBreakpointOptions, type ObservedBreakpoint, stateOf } from './breakpoint.ts';
import { lacking } from './capability-of.ts';
import type { ClientSession } from './client-session.ts';

interface Asked {
  readonly file: string;
  readonly line: number;
  readonly options: LineBreakpointOptions;
  /** By session: the last that its adapter said. */
  readonly observed: Map<ClientSession, ObservedBreakpoint>;
}

/** Breakpoints on lines. The protocol sets all of a file at once, so that is how each change is sent. */
export class LineBreakpoints {
  readonly #files = new Map<string, Asked[]>();

  /** Replaces what was asked for on that line and column. */
  async set(file: string, line: number, options: LineBreakpointOptions, sessions: readonly ClientSession[]) {
    for (const session of sessions) checkOptions(session, options);
    const rest = this.#of(file).filter(one => one.line !== line || one.options.column !== options.column);
    const asked: Asked = { file, line, options, observed: new Map() };
    this.#files.set(file, [...rest, asked]);
    await this.#send(file, sessions);
    return state(asked);
  }

  /** Gives whether there was one. */
  async remove(file: string, line: number, sessions: readonly ClientSession[]): Promise<boolean> {
    const before = this.#of(file);
    const rest = before.filter(one => one.line !== line);
    if (rest.length === before.length) return false;
    this.#files.set(file, rest);
    await this.#send(file, sessions);
    if (rest.length === 0) this.#files.delete(file);
    return true;
  }

  /** To a session that has none yet. */
  async sendAll(session: ClientSession): Promise<void> {
    for (const file of this.#files.keys()) await this.#send(file, [session]);
  }

  /** As an event said that one changed: a script was loaded, a place was moved. */
  changed(session: ClientSession, changed: { readonly id?: number | undefined }): void {
    for (const asked of [...this.#files.values()].flat()) {
      const before = asked.observed.get(session);
      if (before?.id === undefined || before.id !== changed.id) continue;
      // What the event does not name is no more so.
      asked.observed.set(session, { verified: before.verified, ...changed, session: session.id });
    }
  }

  forget(session: ClientSession): void {
    for (const asked of [...this.#files.values()].flat()) asked.observed.delete(session);
  }

  get states(): BreakpointState[] {
    return [...this.#files.values()].flat().map(state);
  }

  #of(file: string): readonly Asked[] {
    return this.#files.get(file) ?? [];
  }

  async #send(file: string, sessions: readonly ClientSession[]): Promise<void> {
    const all = this.#of(file);
    const breakpoints = all.map(wire);
    await Promise.all(
      sessions.map(async session => {
        const given = { source: { path: file }, breakpoints, sourceModified: false };
        const { breakpoints: said } = await session.request('setBreakpoints', given);
        // In the order in which they were asked for.
        for (const [at, asked] of all.entries()) {
          const one = said[at];
          if (one !== undefined) asked.observed.set(session, { ...one, session: session.id });
        }
      }),
    );
  }
}

function state({ file, line, observed }: Asked): BreakpointState {
  return stateOf({ file, line }, [...observed.values()]);
}

function wire({ line, options }: Asked): SourceBreakpoint {
  const { column, condition, hitCount, logMessage } = options;
  return { line, column, condition, hitCondition: hitCount === undefined ? undefined : String(hitCount), logMessage };
}

/** An adapter that does not know conditions would stop always: better no breakpoint than that. */
function checkOptions({ capabilities, connection }: ClientSession, options: LineBreakpointOptions): void {
  if (options.condition !== undefined && capabilities.supportsConditionalBreakpoints !== true)
    throw lacking(connection.peer, 'supportsConditionalBreakpoints', 'conditions');
  if (options.hitCount !== undefined && capabilities.supportsHitConditionalBreakpoints !== true)
    throw lacking(connection.peer, 'supportsHitConditionalBreakpoints', 'hit counts');
  if (options.logMessage !== undefined && capabilities.supportsLogPoints !== true)
    throw lacking(connection.peer, 'supportsLogPoints', 'log points');
}
