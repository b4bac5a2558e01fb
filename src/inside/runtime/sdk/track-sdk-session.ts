import { Context, runtime, Trace } from '../core/index.ts';
import { sdkIdle } from '../findings/sdk-idle.ts';
import { sdkNoFirstMessage } from '../findings/sdk-no-first-message.ts';
import { limits } from '../limits.ts';
import { PausableLimit } from './pausable-limit.ts';
import type { SdkLimit, SdkSession } from './sdk-session.ts';
import { sdkSessions } from './sdk-sessions.ts';
import { SilentSdk } from './silent-sdk.ts';
import { type ChildLike, WatchedChild } from './watched-child.ts';

export interface TrackSdkOptions {
  readonly firstMessageMs?: number;
  readonly idleMs?: number;
}

/** What the work tells of its session; all of it may be left out. */
export interface TrackedSdk {
  readonly id: string;
  message(message: unknown): void;
  toolStarted(): void;
  toolEnded(): void;
  child(child: ChildLike | number): void;
}

/** Runs `work` as an SDK session that is only watched: its messages, its silences, its children and listeners. It is never stopped. */
export async function trackSdkSession<R>(
  name: string,
  work: (session: TrackedSdk) => R | PromiseLike<R>,
  options: TrackSdkOptions = {},
): Promise<R> {
  const rt = runtime();
  const session = sdkSessions().create(name, new Trace());
  const flow = rt.startFlow('sdk', name, { parent: rt.flow(), born: session.created });
  sdkSessions().start(session, flow, undefined);
  const watch = new Silence(session, options);
  session.state = 'opening';
  session.attempts = 1;
  try {
    const value = await rt.run(new Context(flow, rt.context().scope), () => work(watch.handle));
    session.end({ state: 'finished' });
    return value;
  } catch (error) {
    session.end({ state: 'failed', error });
    throw error;
  } finally {
    watch.dispose();
    sdkSessions().stopped(session, undefined);
    sdkSessions().lookForChildren(session);
    rt.endFlow(flow, session.ending?.state === 'finished' ? 'done' : 'failed');
  }
}

class Silence {
  readonly handle: TrackedSdk;
  readonly #session: SdkSession;
  readonly #first: PausableLimit;
  readonly #idle: PausableLimit;

  constructor(session: SdkSession, options: TrackSdkOptions) {
    this.#session = session;
    this.#first = this.#limit('first-message', options.firstMessageMs ?? limits.sdkFirstMessageMs);
    this.#idle = this.#limit('idle', options.idleMs ?? limits.sdkIdleMs);
    this.#first.start();
    this.handle = {
      id: session.id,
      message: message => this.#message(message),
      toolStarted: () => this.#tools(1),
      toolEnded: () => this.#tools(-1),
      child: child => session.children.push(new WatchedChild(child, false)),
    };
  }

  dispose(): void {
    this.#first.dispose();
    this.#idle.dispose();
  }

  #message(message: unknown): void {
    if (this.#session.ended) return;
    this.#session.state = 'streaming';
    this.#session.sawMessage(message);
    this.#first.stop();
    this.#idle.start();
  }

  #tools(change: number): void {
    const running = Math.max(0, this.#session.toolsRunning + change);
    this.#session.toolsRunning = running;
    for (const limit of [this.#first, this.#idle])
      if (running > 0) limit.pause();
      else limit.resume();
  }

  #limit(which: SdkLimit, limitMs: number): PausableLimit {
    const record = which === 'idle' ? sdkIdle : sdkNoFirstMessage;
    const limit: PausableLimit = new PausableLimit({
      limitMs,
      onPass: () => this.#session.reportRoot(record, new SilentSdk(this.#session, limit)),
      holdsProcess: false,
    });
    return limit;
  }
}
