import type { ControlAnswer, ControlAsk, EddyEvent, EventKind } from '../../wire/protocol/index.ts';
import { bindingKinds, Probe, tryReadBinding } from '../session/index.ts';
import type { DebugDesk, DeskListener } from './debug-desk.ts';
import type { SessionState } from './session-state.ts';

const kinds: readonly EventKind[] = [
  'probe-bound',
  'probe-refused',
  'probe-failed',
  'held',
  'resumed',
  'stopped',
  'snap',
  'log',
  'target-ended',
  'session-closed',
];
/** Events of sessions that are not known yet; more are let go and counted. */
const maxEarly = 10_000;

/** The line to the desk: sets probes there, and knows which session an event of the desk belongs to. */
export class DeskLine implements DeskListener {
  /** Events that did not reach us. */
  lost = 0;
  readonly desk: DebugDesk;
  readonly #onEvent: (state: SessionState, event: EddyEvent) => void;
  readonly #onClosed: (state: SessionState) => void;
  readonly #byDeskId = new Map<string, SessionState>();
  readonly #byProbe = new Map<string, SessionState>();
  /** By session at the desk: what came before the desk's word of that session did. */
  readonly #early = new Map<string, EddyEvent[]>();
  #earlyCount = 0;
  #asking = 0;
  #following: Promise<void> | undefined;

  /** `onClosed`: by the desk, of its own accord or at another's word. */
  constructor(
    desk: DebugDesk,
    onEvent: (state: SessionState, event: EddyEvent) => void,
    onClosed: (state: SessionState) => void,
  ) {
    this.desk = desk;
    this.#onEvent = onEvent;
    this.#onClosed = onClosed;
  }

  async probe(state: SessionState, ask: ControlAsk<'probe'>): Promise<ControlAnswer<'probe'>> {
    this.#following ??= this.desk.follow(kinds, this);
    await this.#following;
    this.#asking++;
    try {
      const answer = await this.desk.ask('probe', ask);
      this.#know(state, answer);
      return answer;
    } finally {
      // What is still here belongs to sessions of others.
      if (--this.#asking === 0) {
        this.#early.clear();
        this.#earlyCount = 0;
      }
    }
  }

  forgetProbe(id: string): void {
    this.#byProbe.delete(id);
  }

  forget(state: SessionState): void {
    if (state.deskId !== undefined) this.#byDeskId.delete(state.deskId);
    for (const { spec } of state.record.probes) {
      this.#byProbe.delete(spec.id);
      state.record.remove(spec.id);
    }
  }

  onEvent(event: EddyEvent): void {
    if (event.kind === 'target-ended') {
      for (const [id, state] of this.#byProbe) state.record.probe(id)?.targetEnded(event.target);
      return;
    }
    if (event.kind === 'session-closed') {
      const closed = this.#byDeskId.get(event.session ?? '');
      if (closed?.isActive === true) this.#onClosed(closed);
      return;
    }
    const probe = typeof event.data.probe === 'string' ? event.data.probe : '';
    const state = this.#byDeskId.get(event.session ?? '') ?? this.#byProbe.get(probe);
    if (state === undefined) this.#keep(event);
    else this.#take(state, event);
  }

  onLost(count: number): void {
    this.lost += count;
  }

  #take(state: SessionState, event: EddyEvent): void {
    const probe = typeof event.data.probe === 'string' ? state.record.probe(event.data.probe) : undefined;
    const { kind, target } = event;
    if (bindingKinds.has(kind)) {
      const binding = tryReadBinding(event);
      if (binding !== undefined) probe?.bind(binding);
    } else if (kind !== 'resumed') {
      probe?.hit(target);
    }
    this.#onEvent(state, event);
  }

  #keep(event: EddyEvent): void {
    if (this.#asking === 0 || event.session === undefined) return;
    if (this.#earlyCount >= maxEarly) {
      this.lost++;
      return;
    }
    this.#earlyCount++;
    const known = this.#early.get(event.session);
    if (known === undefined) this.#early.set(event.session, [event]);
    else known.push(event);
  }

  #know(state: SessionState, { session, probes }: ControlAnswer<'probe'>): void {
    for (const { spec, bindings, unanswered } of probes) {
      const probe = new Probe(spec);
      for (const target of unanswered) probe.toldTo(target);
      for (const binding of bindings) probe.bind(binding);
      state.record.add(probe);
      this.#byProbe.set(spec.id, state);
    }
    if (state.deskId === session.id) return;
    if (state.deskId !== undefined) this.#byDeskId.delete(state.deskId);
    state.deskId = session.id;
    this.#byDeskId.set(session.id, state);
    const early = this.#early.get(session.id) ?? [];
    this.#early.delete(session.id);
    this.#earlyCount -= early.length;
    // The desk's answer has their hits counted already.
    for (const event of early) this.#onEvent(state, event);
  }
}
