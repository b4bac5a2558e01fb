import type { Hub } from '../../../src/doors/client/index.ts';
import type { EddyEvent, HubStatus, StoredEvent } from '../../../src/wire/protocol/index.ts';

const lookEveryMs = 10;

/** Follows one hub, and asks again and again what it keeps: what it has said it must stand by. */
export class Witness {
  readonly #hub: Hub;
  /** Every event that it told, in its order. */
  readonly told: string[] = [];
  /** Events that it gave from its store. */
  readonly acknowledged: StoredEvent[] = [];
  status: HubStatus | undefined;
  /** Of the events told, so many were told before that status. */
  settled = 0;
  /** Troubles that the store was seen in. */
  readonly troubles = new Set<string>();
  /** How far the hub's clock was seen from ours, ms. */
  readonly clocks: number[] = [];
  readonly #over = Promise.withResolvers<void>();
  #isOver = false;

  constructor(hub: Hub) {
    this.#hub = hub;
    void this.#watch();
  }

  get hub(): Hub {
    return this.#hub;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#over.promise;
    this.#hub.close();
  }

  async #watch(): Promise<void> {
    try {
      await this.#hub.follow(undefined, { onEvent: event => this.#hear(event) });
      while (!this.#isOver) {
        await this.#look();
        await new Promise(resolve => setTimeout(resolve, lookEveryMs));
      }
    } catch {
      // The hub was killed.
    }
    this.#over.resolve();
  }

  async #look(): Promise<void> {
    const before = this.told.length;
    const status = await this.#hub.ask('status', {});
    this.settled = before;
    this.status = status;
    this.clocks.push(status.at - Date.now());
    if (status.store.trouble !== undefined) this.troubles.add(status.store.trouble);
    const after = this.acknowledged.at(-1)?.cursor ?? 0;
    try {
      this.acknowledged.push(...(await this.#hub.ask('events', { after })).events);
    } catch (error) {
      if ((error as { code?: string }).code !== 'no-store') throw error;
    }
  }

  #hear(event: EddyEvent): void {
    const name = nameOf(event);
    if (name !== undefined) this.told.push(name);
  }
}

/** Of what a target itself numbered, a finding in its own words too; the hub's own are not. */
export function nameOf({ kind, target, seq }: EddyEvent): string | undefined {
  return kind === 'target-ended' || seq === 0 ? undefined : `${target} ${seq} ${kind}`;
}
