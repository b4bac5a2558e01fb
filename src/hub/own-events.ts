import { isEddyError } from '../base/index.ts';
import { type EddyEvent, type EventKind, HeardEvents } from '../wire/protocol/index.ts';
import type { HostListener } from './host.ts';
import type { EventListener, HubAsk } from './joined-hub.ts';

/** Events that wait while the hub is asked for those before them; later ones are let go, and missing. */
const maxWaiting = 50_000;
/** Clocks of targets differ, and what they say waits a while. */
const overlapMs = 5_000;

interface OwnTarget {
  readonly heard: HeardEvents;
  lastSeq: number;
}

/**
 * Of all that the hub tells, what concerns the targets of one run, each event once. While the hub was away some were told to
 * nobody: when it is back they are read from its store.
 */
export class OwnEvents implements EventListener {
  readonly #run: string;
  readonly #listener: HostListener;
  readonly #kinds: readonly EventKind[] | undefined;
  readonly #targets = new Map<string, OwnTarget>();
  /** Undefined: nothing is to be read first. */
  #waiting: EddyEvent[] | undefined;
  #lastAt = 0;

  constructor(run: string, listener: HostListener, kinds: readonly EventKind[] | undefined) {
    this.#run = run;
    this.#listener = listener;
    this.#kinds = kinds;
  }

  /** Events that targets numbered and did not let go themselves, and that were not heard here; where all kinds are. */
  get missing(): number {
    let missing = 0;
    for (const { heard } of this.#targets.values()) missing += heard.missing;
    return missing;
  }

  onEvent(event: EddyEvent): void {
    if (this.#waiting === undefined) this.#take(event);
    else if (this.#waiting.length < maxWaiting) this.#waiting.push(event);
  }

  onAway(): void {
    this.#waiting ??= [];
  }

  /** What it cannot give is missing. When it goes again meanwhile, the next one is asked. */
  async onBack(hub: Pick<HubAsk, 'ask'>): Promise<void> {
    try {
      await this.#readMissed(hub);
    } catch (error) {
      if (isEddyError(error, 'closed')) return;
    }
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const event of waiting) this.#take(event);
  }

  async #readMissed(hub: Pick<HubAsk, 'ask'>): Promise<void> {
    const kinds = this.#kinds === undefined ? {} : { kinds: this.#kinds };
    const query = { run: this.#run, since: this.#lastAt - overlapMs, ...kinds };
    let after = 0;
    for (let more = true; more; ) {
      const page = await hub.ask('events', { ...query, after });
      for (const { event } of page.events) this.#take(event, true);
      ({ cursor: after, more } = page);
    }
  }

  #take(event: EddyEvent, isOfRun = false): void {
    const { kind, target, data, session, seq, at } = event;
    if (kind === 'target-started' && (isOfRun || data.run === this.#run)) {
      // A hub that was started again tells of it again.
      if (this.#targets.has(target)) return;
      this.#targets.set(target, { heard: new HeardEvents(false), lastSeq: 0 });
    }
    const own = this.#targets.get(target);
    if (own === undefined) return;
    if (kind === 'finding' && data.finding !== undefined) {
      if (data.again !== true) this.#listener.onFinding(data.finding as never);
      return;
    }
    // Figures are for who looks on; the hub itself says them.
    if (kind === 'system' && seq === 0) return;
    if (seq > 0) {
      if (seq <= own.lastSeq) return;
      own.lastSeq = seq;
      // The last is the hub's own.
      if (kind !== 'target-ended') own.heard.take(event);
    }
    this.#lastAt = Math.max(this.#lastAt, at);
    this.#listener.onEvent(event);
    if (session !== undefined || kind === 'held' || kind === 'stopped' || kind === 'resumed') {
      this.#listener.onSessionEvent(event);
    }
  }
}
