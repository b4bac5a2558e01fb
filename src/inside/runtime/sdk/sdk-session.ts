import { type FindingKindRecord, type Flow, runtime, type Trace } from '../core/index.ts';
import { type MessageShape, shapeOf, typeOf } from './message-shape.ts';
import type { WatchedChild } from './watched-child.ts';

/** How a run ended: exactly one of these, once. */
export type SdkEnd = 'finished' | 'aborted' | 'timed-out' | 'failed' | 'interrupted';
export type SdkState = 'created' | 'queued' | 'opening' | 'streaming' | 'waiting-to-retry' | 'stopping' | SdkEnd;
/** Which limit passed. */
export type SdkLimit = 'first-message' | 'idle' | 'total';

export interface SdkEnding {
  readonly state: SdkEnd;
  readonly which?: SdkLimit;
  /** Why it was stopped. */
  readonly reason?: unknown;
  readonly error?: unknown;
}

const shownChildren = 16;

/** What is known of one SDK run, whoever drives it. The findings look at it; the report lists it. */
export class SdkSession {
  readonly id: string;
  readonly name: string;
  readonly created: Trace;
  readonly createdIn: Flow;
  readonly createdAt: number;
  /** Its own flow; absent until it starts. */
  flow: Flow | undefined;
  state: SdkState = 'created';
  startedAt: number | undefined;
  endedAt: number | undefined;
  startedMonotonic = 0;
  endedMonotonic: number | undefined;
  firstMessageMs: number | undefined;
  attempts = 0;
  messageCount = 0;
  latestType: string | undefined;
  toolsRunning = 0;
  ending: SdkEnding | undefined;
  /** Set when a finding was reported: what follows from it is not reported again. */
  rootSeen = false;
  /** Children that were given, and those seen being spawned in its flow. */
  readonly children: WatchedChild[] = [];

  constructor(id: string, name: string, created: Trace) {
    const rt = runtime();
    this.id = id;
    this.name = name;
    this.created = created;
    this.createdIn = rt.flow();
    this.createdAt = rt.clock.now();
  }

  get ended(): boolean {
    return this.ending !== undefined;
  }

  get durationMs(): number {
    return (this.endedMonotonic ?? runtime().clock.monotonic()) - this.startedMonotonic;
  }

  /** The first finding of a session is the root; what follows from it is left out. */
  reportRoot<S>(record: FindingKindRecord<S>, subject: S): void {
    if (this.rootSeen) return;
    this.rootSeen = true;
    runtime().findings.look(record, subject);
  }

  start(flow: Flow): void {
    const rt = runtime();
    this.flow = flow;
    this.startedAt = rt.clock.now();
    this.startedMonotonic = rt.clock.monotonic();
    rt.emit('sdk-started', flow, { session: this.id, name: this.name });
  }

  /** Its turn has come: what it waited in a queue is not its own time. */
  admitted(): void {
    const { clock } = runtime();
    this.startedAt = clock.now();
    this.startedMonotonic = clock.monotonic();
  }

  sawMessage(message: unknown): void {
    const rt = runtime();
    this.messageCount++;
    this.firstMessageMs ??= rt.clock.monotonic() - this.startedMonotonic;
    if (!rt.listening) {
      this.latestType = typeOf(message);
      return;
    }
    const shape: MessageShape = shapeOf(message);
    this.latestType = shape.type;
    rt.emit('sdk-message', this.flow, { session: this.id, count: this.messageCount, ...shape });
  }

  /** True for the first call; a run has one end. */
  end(ending: SdkEnding): boolean {
    if (this.ending !== undefined) return false;
    const rt = runtime();
    this.ending = ending;
    this.state = ending.state;
    this.endedAt = rt.clock.now();
    this.endedMonotonic = rt.clock.monotonic();
    if (this.startedAt === undefined) this.startedMonotonic = this.endedMonotonic;
    if (rt.listening) rt.emit('sdk-ended', this.flow, { session: this.id, ...this.#outcome() });
    return true;
  }

  /** Types, counts and times; nothing of what was said. */
  describe(): Record<string, unknown> {
    const site = this.created.site();
    return {
      id: this.id,
      name: this.name,
      state: this.state,
      created: this.createdAt,
      ...(this.flow === undefined ? {} : { flow: this.flow.id }),
      ...(this.startedAt === undefined ? {} : { started: this.startedAt }),
      ...(this.endedAt === undefined ? {} : { ended: this.endedAt }),
      ...(this.latestType === undefined ? {} : { latestType: this.latestType }),
      ...(this.toolsRunning === 0 ? {} : { toolsRunning: this.toolsRunning }),
      ...(this.children.length === 0
        ? {}
        : { children: this.children.slice(0, shownChildren).map(child => ({ pid: child.pid, alive: child.alive })) }),
      ...this.#outcome(),
      ...(site === undefined ? {} : { site: { file: site.file, line: site.line, function: site.function } }),
    };
  }

  #outcome(): Record<string, unknown> {
    const { ending } = this;
    return {
      messages: this.messageCount,
      attempts: this.attempts,
      ...(this.firstMessageMs === undefined ? {} : { firstMessageMs: this.firstMessageMs }),
      ...(ending === undefined ? {} : { end: ending.state, durationMs: this.durationMs }),
      ...(ending?.which === undefined ? {} : { which: ending.which }),
      ...(ending?.error === undefined ? {} : { error: nameOfError(ending.error) }),
    };
  }
}

/** Class, code and status: an API's error text can quote the prompt. */
function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, status } = error as { code?: unknown; status?: unknown };
  const parts = [error.constructor?.name ?? error.name];
  if (typeof code === 'string') parts.push(code);
  if (typeof status === 'number') parts.push(String(status));
  return parts.join(' ').slice(0, 120);
}
