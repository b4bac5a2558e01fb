import { fail } from '../../../base/index.ts';
import type { ClientLine } from './client-line.ts';
import type { ClientSession } from './client-session.ts';
import type { Stop } from './thread-book.ts';

export interface StopOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly session?: string | undefined;
  readonly threadId?: number | undefined;
}

/** A stop, with the session and thread that it is of. */
export interface StopAt extends Stop {
  readonly session: string;
  readonly threadId: number;
}

/** The stop that stands, else the next one. A request to go on takes the one that stands away before it is sent. */
export async function waitForStop(line: ClientLine, options: StopOptions): Promise<StopAt> {
  const stands = find(line, options);
  if (stands !== undefined) return stopAt(stands.session, stands.stop);
  const { body, session: id } = await nextStop(line, options);
  const from = line.sessions.get(id);
  if (from === undefined) throw fail('closed', 'The session ended when it stopped.');
  return stopAt(from, from.threads.latest ?? { ...body, number: 0 });
}

async function stopAt(session: ClientSession, stop: Stop): Promise<StopAt> {
  return { ...stop, session: session.id, threadId: await threadOf(session, stop) };
}

/** Fails at once when no program is left that could stop. */
async function nextStop(line: ClientLine, { timeoutMs, signal, session, threadId }: StopOptions) {
  if (!line.connected) throw line.notConnected();
  const over = new AbortController();
  const ends = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const isIt = (stop: Stop) => threadId === undefined || stop.threadId === undefined || stop.threadId === threadId;
  const stopped = line.events.waitFor('stopped', {
    timeoutMs,
    signal: ends,
    session,
    where: event => isIt(event.body as Stop),
  });
  const watched = () => line.sessions.alive.filter(one => one.alive && (session === undefined || one.id === session));
  const ended = line.events.waitFor('terminated', { timeoutMs, signal: ends, where: () => watched().length === 0 });
  // Of the two one is left over, and nobody awaits it.
  stopped.catch(() => {});
  try {
    if (watched().length === 0) throw programOver();
    return await Promise.race([stopped, ended.then(() => Promise.reject(programOver()))]);
  } finally {
    over.abort();
  }
}

function programOver(): Error {
  return fail('closed', 'The program is over: it will not stop any more.');
}

function find(
  line: ClientLine,
  { session, threadId }: StopOptions,
): { session: ClientSession; stop: Stop } | undefined {
  const sessions = line.sessions.alive.filter(one => session === undefined || one.id === session).reverse();
  for (const one of sessions) {
    const stop = threadId === undefined ? one.threads.latest : one.threads.stopOf(threadId);
    if (stop !== undefined) return { session: one, stop };
  }
  return undefined;
}

/** The protocol lets an adapter name no thread when all of them stopped. */
async function threadOf(session: ClientSession, stop: Stop): Promise<number> {
  if (stop.threadId !== undefined) return stop.threadId;
  const { threads } = await session.request('threads', undefined);
  const first = threads[0];
  if (first === undefined) throw fail('refused', 'The adapter told a stop and has no thread.');
  return first.id;
}
