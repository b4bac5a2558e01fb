import { hideSecrets, Ring } from '../../base/index.ts';
import type { AuditEntry, EddyEvent, SessionSpec, SessionStatistics, SessionView } from '../../wire/protocol/index.ts';
import type { Probe } from './probe.ts';

const maxEvents = 200;
const maxAudit = 200;

/** A debug session: its probes, what they saw, and who did what in it. None sees another's. */
export class Session {
  readonly spec: SessionSpec;
  /** Epoch ms. */
  readonly openedAt: number;
  closedAt: number | undefined;
  /** Absent: it outlives who asked for it. */
  owner: AbortSignal | undefined;
  readonly #probes = new Map<string, Probe>();
  readonly #events = new Ring<EddyEvent>(maxEvents);
  readonly #audit = new Ring<AuditEntry>(maxAudit);
  #holds = 0;
  #stops = 0;
  #snaps = 0;
  #logs = 0;

  constructor(spec: SessionSpec, openedAt: number) {
    this.spec = spec;
    this.openedAt = openedAt;
  }

  get probes(): readonly Probe[] {
    return [...this.#probes.values()];
  }

  probe(id: string): Probe | undefined {
    return this.#probes.get(id);
  }

  add(probe: Probe): void {
    this.#probes.set(probe.spec.id, probe);
  }

  remove(id: string): void {
    this.#probes.delete(id);
  }

  take(event: EddyEvent): void {
    this.#events.push(event);
    if (event.kind === 'held') this.#holds++;
    else if (event.kind === 'stopped') this.#stops++;
    else if (event.kind === 'snap') this.#snaps++;
    else if (event.kind === 'log') this.#logs++;
  }

  /** The newest; oldest first. */
  get events(): readonly EddyEvent[] {
    return this.#events.toArray();
  }

  /** What people typed is kept as they typed it, but for secrets that are known by their shape. */
  note({ what, error, ...entry }: AuditEntry): void {
    const failed = error === undefined ? {} : { error: hideSecrets(error) };
    this.#audit.push({ ...entry, what: hideSecrets(what), ...failed });
  }

  get statistics(): SessionStatistics {
    return {
      hits: this.#holds + this.#stops + this.#snaps + this.#logs,
      holds: this.#holds,
      stops: this.#stops,
      snaps: this.#snaps,
      logs: this.#logs,
      droppedEvents: this.#events.droppedCount,
    };
  }

  view(): SessionView {
    return {
      ...this.spec,
      openedAt: this.openedAt,
      ...(this.closedAt === undefined ? {} : { closedAt: this.closedAt }),
      probes: this.probes.map(probe => probe.view()),
      statistics: this.statistics,
      events: this.events,
      audit: this.#audit.toArray(),
    };
  }
}
