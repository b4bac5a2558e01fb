import { fail, isEddyError, Ring } from '../../../base/index.ts';
import { toldText } from '../capture/index.ts';
import { type Flow, type Held, runtime } from '../core/index.ts';
import { isAbortError, nameError } from '../tasks/index.ts';

export type SessionStatus = 'created' | 'running' | 'completed' | 'failed' | 'cancelled';

export interface SessionInfo {
  readonly id: string;
  readonly type: string;
  readonly owner: string;
  readonly status: SessionStatus;
  /** Id of the flow that opened it. */
  readonly flow: string;
  /** That flow has ended and the session was not closed. */
  readonly ownerEnded: boolean;
  /** Epoch ms. */
  readonly created: number;
  /** Absent while it is open. */
  readonly closed?: number;
  readonly ageMs: number;
  readonly error?: string;
}

export interface SessionStatistics {
  /** Each session once. */
  readonly total: number;
  readonly active: number;
  readonly closed: number;
  /** Of all, open and closed, in their last status; those that the history let go of included. */
  readonly byStatus: Readonly<Record<SessionStatus, number>>;
  /** Open ones whose flow has ended. */
  readonly left: number;
  readonly averageMs: number;
  readonly dropped: number;
}

const statuses: readonly SessionStatus[] = ['created', 'running', 'completed', 'failed', 'cancelled'];
const maxOpen = 10_000;
const historySize = 500;

/** Sessions with whatever service, from their creation to their close. */
export class SessionMonitor {
  readonly #open = new Map<string, Session>();
  readonly #closed = new Ring<Session>(historySize);
  readonly #counts: Record<SessionStatus, number> = { created: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
  #total = 0;
  #closedMs = 0;

  createSession(id: string, type = 'session', owner = runtime().flow().name): void {
    if (this.#open.has(id))
      throw fail('bad-usage', `Session '${id}' is open already.`, { hint: 'Close it first, or give each its own id.' });
    const rt = runtime();
    if (this.#open.size >= maxOpen) {
      rt.drop('sessions');
      return;
    }
    const session = new Session(id, type, owner, rt.flow(), rt.clock.now(), rt.clock.monotonic());
    this.#open.set(id, session);
    this.#total++;
    this.#counts.created++;
    session.flow.hold(session);
    if (rt.listening) rt.emit('session-opened', session.flow, { session: id, type, owner });
  }

  updateSessionStatus(id: string, status: SessionStatus, error?: unknown): void {
    if (!statuses.includes(status))
      throw fail('bad-usage', `'${status}' is no status of a session.`, { hint: `One of ${statuses.join(', ')}.` });
    const session = this.#find(id);
    this.#counts[session.status]--;
    this.#counts[status]++;
    session.status = status;
    if (error !== undefined) session.error = toldText(nameError(error));
  }

  closeSession(id: string): void {
    const rt = runtime();
    const session = this.#find(id);
    session.flow.letGo(session);
    session.closed = rt.clock.now();
    session.closedMs = rt.clock.monotonic();
    this.#closedMs += session.closedMs - session.createdMs;
    this.#open.delete(id);
    this.#closed.push(session);
    if (rt.listening) rt.emit('session-closed', session.flow, { session: id, status: session.status });
  }

  /** Runs `fn` as a session: it is closed however that ends, with the status that says how. */
  async monitorSession<T>(
    id: string,
    type: string,
    owner: string | undefined,
    fn: () => T | PromiseLike<T>,
  ): Promise<T> {
    this.createSession(id, type, owner);
    this.#settle(id, 'running');
    try {
      const value = await fn();
      this.#settle(id, 'completed');
      return value;
    } catch (error) {
      this.#settle(id, isCancel(error) ? 'cancelled' : 'failed', error);
      throw error;
    } finally {
      if (this.#open.has(id)) this.closeSession(id);
    }
  }

  /** Open ones, oldest first. */
  getActiveSessions(): SessionInfo[] {
    return Array.from(this.#open.values(), infoOf);
  }

  /** Closed ones as far as the history goes, oldest first. */
  getClosedSessions(): SessionInfo[] {
    return this.#closed.toArray().map(infoOf);
  }

  getStatistics(): SessionStatistics {
    const closed = this.#closed.total;
    return {
      total: this.#total,
      active: this.#open.size,
      closed,
      byStatus: { ...this.#counts },
      left: [...this.#open.values()].filter(session => session.ownerGone).length,
      averageMs: closed === 0 ? 0 : this.#closedMs / closed,
      dropped: this.#closed.droppedCount,
    };
  }

  /** The program may have closed it itself. */
  #settle(id: string, status: SessionStatus, error?: unknown): void {
    if (this.#open.has(id)) this.updateSessionStatus(id, status, error);
  }

  #find(id: string): Session {
    const session = this.#open.get(id);
    if (session === undefined)
      throw fail('unknown-id', `No session '${id}' is open.`, { hint: 'createSession(id) comes first.' });
    return session;
  }
}

class Session implements Held {
  readonly id: string;
  readonly type: string;
  readonly owner: string;
  readonly flow: Flow;
  readonly created: number;
  readonly createdMs: number;
  status: SessionStatus = 'created';
  closed: number | undefined;
  closedMs: number | undefined;
  error: string | undefined;
  ownerGone = false;

  constructor(id: string, type: string, owner: string, flow: Flow, created: number, createdMs: number) {
    this.id = id;
    this.type = type;
    this.owner = owner;
    this.flow = flow;
    this.created = created;
    this.createdMs = createdMs;
  }

  get title(): string {
    return `session "${this.id}"`;
  }

  ownerEnded(): void {
    this.ownerGone = true;
  }
}

function infoOf(session: Session): SessionInfo {
  const { id, type, owner, status, flow, created, createdMs, closed, closedMs, error } = session;
  return {
    id,
    type,
    owner,
    status,
    flow: flow.id,
    ownerEnded: session.ownerGone,
    created,
    ageMs: (closedMs ?? runtime().clock.monotonic()) - createdMs,
    ...(closed === undefined ? {} : { closed }),
    ...(error === undefined ? {} : { error }),
  };
}

function isCancel(error: unknown): boolean {
  return isEddyError(error, 'cancelled') || isAbortError(error);
}
