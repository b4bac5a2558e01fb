import type { Timer } from '../../base/index.ts';
import type { EddyEvent } from '../../wire/protocol/index.ts';
import type { Session } from '../session/index.ts';
import { type DebugEvent, placeOf, type SessionEnd } from './debug-event.ts';

/** A session as the debugger keeps it. */
export class SessionState {
  readonly record: Session;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Its id at the desk; undefined until the desk has a probe of it. */
  deskId: string | undefined;
  /** Who opened it and has not let it go. */
  users = 1;
  /** Probes that are being set. */
  readonly asks = new Set<Promise<unknown>>();
  /** Ids of the probes that a pause has set. */
  readonly pauses: string[] = [];
  timer: Timer | undefined;
  end: SessionEnd | undefined;
  closing: Promise<void> | undefined;
  /** Its end was told: no event follows. */
  isOver = false;
  #abort: AbortController | undefined;
  #number = 0;

  constructor(record: Session, metadata: Readonly<Record<string, unknown>>) {
    this.record = record;
    this.metadata = metadata;
  }

  get isActive(): boolean {
    return this.record.closedAt === undefined;
  }

  /** What its session is called at the desk: two debuggers that use one name have nothing in common. */
  get deskName(): string {
    return `${this.record.spec.name}@${this.record.spec.id}`;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (!this.isActive) this.#abort.abort();
    return this.#abort.signal;
  }

  close(at: number): void {
    this.record.closedAt = at;
    this.timer?.cancel();
    this.#abort?.abort();
  }

  /** The session's own event, numbered and kept. */
  take(event: EddyEvent): DebugEvent {
    const { id, name } = this.record.spec;
    const own: DebugEvent = { ...event, session: id, sessionName: name, number: ++this.#number, ...placeOf(event) };
    this.record.take(own);
    if (own.kind === 'session-closed') this.isOver = true;
    return own;
  }

  get eventCount(): number {
    return this.#number;
  }
}
