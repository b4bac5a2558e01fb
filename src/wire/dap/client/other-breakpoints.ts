import type {
  Breakpoint,
  DataBreakpoint,
  FunctionBreakpoint,
  SetExceptionBreakpointsAnswer,
  SetExceptionBreakpointsArguments,
} from '../index.ts';
import { type BreakpointState, type ObservedBreakpoint, stateOf } from './breakpoint.ts';
import type { ClientSession } from './client-session.ts';

export interface ExceptionStops {
  /** Ids of the adapter's filters (`capabilities.exceptionBreakpointFilters`), each with a condition where it takes one. */
  readonly filters: readonly (string | { readonly filter: string; readonly condition?: string })[];
}

/** Breakpoints that are on no line: functions, exceptions, data. Each kind is set as a whole. */
export class OtherBreakpoints {
  #functions: readonly FunctionBreakpoint[] = [];
  /** Undefined: the adapter's own default, which is not the same as none. */
  #exceptions: ExceptionStops | undefined;
  #data: readonly DataBreakpoint[] = [];

  async setFunctions(
    all: readonly FunctionBreakpoint[],
    sessions: readonly ClientSession[],
  ): Promise<BreakpointState[]> {
    const said = await each(sessions, session => sendFunctions(session, all));
    this.#functions = all;
    return all.map(({ name }, at) => stateOf({ on: name }, observed(sessions, said, at)));
  }

  async setExceptions(stops: ExceptionStops, sessions: readonly ClientSession[]): Promise<BreakpointState[]> {
    this.#exceptions = stops;
    const said = await each(sessions, session => sendExceptions(session, stops));
    return stops.filters.map((one, at) =>
      stateOf({ on: typeof one === 'string' ? one : one.filter }, observed(sessions, said, at)),
    );
  }

  async setData(all: readonly DataBreakpoint[], sessions: readonly ClientSession[]): Promise<BreakpointState[]> {
    const said = await each(sessions, session => sendData(session, all));
    this.#data = all;
    return all.map(({ dataId }, at) => stateOf({ on: dataId }, observed(sessions, said, at)));
  }

  /** To a session that has none yet. What its adapter does not offer is left out: it was refused where it was asked for. */
  async sendAll(session: ClientSession): Promise<void> {
    const { capabilities } = session;
    if (this.#functions.length > 0 && capabilities.supportsFunctionBreakpoints === true)
      await sendFunctions(session, this.#functions);
    if (this.#data.length > 0 && capabilities.supportsDataBreakpoints === true) await sendData(session, this.#data);
    const filters = capabilities.exceptionBreakpointFilters ?? [];
    if (filters.length === 0 && this.#exceptions === undefined) return;
    const byDefault = filters.filter(one => one.default === true).map(one => one.filter);
    await sendExceptions(session, this.#exceptions ?? { filters: byDefault });
  }
}

async function sendFunctions(session: ClientSession, breakpoints: readonly FunctionBreakpoint[]) {
  return (await session.request('setFunctionBreakpoints', { breakpoints })).breakpoints;
}

async function sendData(session: ClientSession, breakpoints: readonly DataBreakpoint[]) {
  return (await session.request('setDataBreakpoints', { breakpoints })).breakpoints;
}

async function sendExceptions(session: ClientSession, { filters }: ExceptionStops): Promise<readonly Breakpoint[]> {
  const options = filters.map(one =>
    typeof one === 'string' ? { filterId: one } : { filterId: one.filter, condition: one.condition },
  );
  const given: SetExceptionBreakpointsArguments =
    session.capabilities.supportsExceptionFilterOptions === true
      ? { filters: [], filterOptions: options }
      : { filters: options.map(one => one.filterId) };
  const answer: SetExceptionBreakpointsAnswer | undefined = await session.request('setExceptionBreakpoints', given);
  // An old adapter answers nothing: what it took without a word is set.
  return answer?.breakpoints ?? filters.map(() => ({ verified: true }));
}

function each<T>(sessions: readonly ClientSession[], send: (session: ClientSession) => Promise<T>): Promise<T[]> {
  return Promise.all(sessions.map(send));
}

function observed(
  sessions: readonly ClientSession[],
  said: readonly (readonly Breakpoint[])[],
  at: number,
): ObservedBreakpoint[] {
  return sessions.flatMap((session, which) => {
    const one = said[which]?.[at];
    return one === undefined ? [] : [{ ...one, session: session.id }];
  });
}
