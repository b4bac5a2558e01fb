import { Session } from 'node:inspector';
import type { Finding } from '../../wire/protocol/index.ts';
import { encodeLine } from '../../wire/protocol/index.ts';
import type { Channel } from './channel.ts';
import type { KeeperOptions } from './options.ts';
import { waitedMs } from './processor-wait.ts';

/** What the blocked thread answers about itself: see `register/heartbeat.ts`, which puts the function there. */
export interface BlockedLook {
  readonly key: string;
  readonly finding: Finding;
}

const maxLateMs = 100;
/** Bells may ring thousands of times a second, and each look asks the system. */
const mostOftenMs = 10;
/** An answer of nothing may become something: a thread that got too little of a processor to be blamed yet. */
const askEveryMs = 100;

/**
 * Looks at the main thread when its beat stands still. The look is an inspector evaluate, which V8 runs as an interrupt of
 * whatever the thread is doing: about 1 ms, no pause, no debugger domain. Inside a native call it comes when that returns.
 * The session is open only while a look is under way: an open one would hold up the program's exit.
 */
export class BlockWatch {
  readonly #options: KeeperOptions;
  readonly #channel: Channel;
  readonly #say: (line: string) => void;
  #beats = 0;
  #since = performance.now();
  /** What the main thread had stood in line for a processor by then. */
  #waitedThen: number | undefined;
  #toldBeat = -1;
  #askAgainAt = 0;
  #lookedAt = performance.now();
  #ownWaited: number | undefined;
  // Kept here while it waits: a session that is collected never answers.
  #session: Session | undefined;

  constructor(options: KeeperOptions, channel: Channel, say: (line: string) => void) {
    this.#options = options;
    this.#channel = channel;
    this.#say = say;
  }

  look(): void {
    const beats = this.#channel.beats;
    const now = performance.now();
    if (now - this.#lookedAt < mostOftenMs) return;
    // The program was stopped as we were, and nothing can be said of it; or, where the system cannot tell, both may have waited.
    // Nor of one that stands: a session of ours would be waited for where V8 pauses it for its user.
    if (this.#lateMs(now) > maxLateMs || this.#channel.stands || beats !== this.#beats) {
      this.#beats = beats;
      this.#since = now;
      this.#waitedThen = waitedMs('main');
      return;
    }
    // Before the first beat the program still loads: nothing waits for the loop yet.
    if (
      beats === 0 ||
      this.#channel.ending ||
      now - this.#since < this.#options.loopBlockedMs ||
      this.#toldBeat === beats ||
      now < this.#askAgainAt
    )
      return;
    this.#askAgainAt = now + askEveryMs;
    this.#ask(now - this.#since);
  }

  /** What we were kept from our turn by more than others' work. */
  #lateMs(now: number): number {
    const before = this.#ownWaited;
    const late = now - this.#lookedAt;
    this.#lookedAt = now;
    this.#ownWaited = waitedMs('own');
    return before === undefined || this.#ownWaited === undefined ? late : late - (this.#ownWaited - before);
  }

  #ask(blockedMs: number): void {
    if (this.#session !== undefined) return;
    const session = new Session();
    this.#session = session;
    const beats = this.#beats;
    try {
      session.connectToMainThread();
    } catch {
      this.#session = undefined;
      return;
    }
    const expression = `globalThis[Symbol.for('eddy.blocked.1')]?.(${Math.round(blockedMs)},${beats},${this.#waitedThen})`;
    session.post('Runtime.evaluate', { expression, returnByValue: true, silent: true }, (error, answer) => {
      this.#session = undefined;
      session.disconnect();
      const value: unknown = (answer as { result?: { value?: unknown } } | undefined)?.result?.value;
      if (error !== null || typeof value !== 'string') return;
      this.#toldBeat = beats;
      const look = JSON.parse(value) as BlockedLook;
      this.#say(encodeLine({ say: 'finding', target: this.#options.target, key: look.key, finding: look.finding }));
    });
  }
}
