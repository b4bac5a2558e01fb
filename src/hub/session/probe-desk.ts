import {
  type ControlAnswer,
  type ControlAsk,
  type Hold,
  matcherWords,
  type ProbeOptions,
  type ProbeSpec,
  probeWords,
  type Removed,
  type SessionSpec,
} from '../../wire/protocol/index.ts';
import { audited, type DeskWork } from './desk-work.ts';
import { resumeHold } from './hold-desk.ts';
import type { Asker } from './ports.ts';
import type { Probe } from './probe.ts';
import type { Session } from './session.ts';

/** A reply waits so long for targets to say what became of a probe. */
const bindWithinMs = 1000;

/** Sets probes and takes them away. */
export class ProbeDesk {
  readonly #work: DeskWork;
  /** Those whose sessions go with them. */
  readonly #owners = new WeakSet<AbortSignal>();

  constructor(work: DeskWork) {
    this.#work = work;
  }

  begin(probing: ProbeOptions, asker: Asker): void {
    const { book, clock } = this.#work;
    const { probes: words, session: name, match, limits } = probing;
    if (words.length === 0 && name === undefined) return;
    const session =
      words.length === 0 ? book.openSession(name, match) : book.addProbes(name, match, words, limits).session;
    const at = clock.now();
    session.note({ at, ...asker, did: 'open', what: sessionWords(session.spec) });
    for (const { spec } of session.probes) session.note({ at, ...asker, did: 'probe', what: specWords(spec) });
  }

  async set(
    { session: name, match, probes, limits, own }: ControlAsk<'probe'>,
    asker: Asker,
    gone: AbortSignal,
  ): Promise<ControlAnswer<'probe'>> {
    const { book, sender, clock } = this.#work;
    const { session, probes: set, isNew } = book.addProbes(name, match, probes, limits);
    if (own === true && isNew) this.#own(session, gone);
    const at = clock.now();
    if (isNew) session.note({ at, ...asker, did: 'open', what: sessionWords(session.spec) });
    for (const { spec } of set) session.note({ at, ...asker, did: 'probe', what: specWords(spec) });
    await sender.answered(bindWithinMs);
    return { session: session.spec, probes: set.map(probe => probe.view()) };
  }

  async unset({ what, keep }: ControlAsk<'unset'>, asker: Asker): Promise<Removed> {
    const { book, sender } = this.#work;
    const { session, probes, isSession } = book.find(what);
    return audited(this.#work, [session], { asker, deed: { did: 'unset', what } }, async () => {
      if (keep === true) book.retireProbes(probes);
      const specs = probes.map(({ spec }) => spec);
      if (keep === true) {
        return { probes: specs, sessions: [], unanswered: await sender.answered(bindWithinMs), stillHeld: [] };
      }
      if (isSession) book.closeSessions([session], 'unset');
      else book.removeProbes(session, probes);
      return this.#removed(specs, isSession ? [session.spec] : []);
    });
  }

  async off(asker: Asker): Promise<Removed> {
    const { book } = this.#work;
    const sessions: readonly Session[] = book.open;
    return audited(this.#work, sessions, { asker, deed: { did: 'off', what: 'everything' } }, () => {
      const specs = sessions.flatMap(session => session.probes.map((probe: Probe) => probe.spec));
      book.closeSessions(sessions, 'off');
      return this.#removed(
        specs,
        sessions.map(({ spec }) => spec),
      );
    });
  }

  /** The session is closed when who asked for it has gone, however it went. */
  #own(session: Session, gone: AbortSignal): void {
    const { book } = this.#work;
    session.owner = gone;
    const close = () =>
      book.closeSessions(
        book.open.filter(({ owner }) => owner === gone),
        'owner-gone',
      );
    if (gone.aborted) close();
    else if (!this.#owners.has(gone)) gone.addEventListener('abort', close, { once: true });
    this.#owners.add(gone);
  }

  /** A target lets go by itself of what a probe that is gone held. Who has not is told to. */
  async #removed(probes: readonly ProbeSpec[], sessions: readonly SessionSpec[]): Promise<Removed> {
    const { sender, holds, targets } = this.#work;
    const unanswered = await sender.answered(bindWithinMs);
    const ids = new Set(probes.map(({ id }) => id));
    const concerns = ({ probe }: Hold) => ids.has(probe);
    if (!probes.some(({ kind }) => kind === 'hold' || kind === 'stop')) {
      return { probes, sessions, unanswered, stillHeld: [] };
    }
    // Who has not answered would not answer this either: nobody waits for it twice.
    const asked = targets.ids.filter(id => !unanswered.includes(id));
    const left = (await holds.all(asked)).holds.filter(concerns);
    if (left.length === 0) return { probes, sessions, unanswered, stillHeld: [] };
    const resumed = await Promise.all(left.map(hold => resumeHold(this.#work, hold, {})));
    const stillHeld = left.filter((_, at) => !resumed[at]!.resumed);
    return { probes, sessions, unanswered, stillHeld };
  }
}

function specWords(spec: ProbeSpec): string {
  return `${spec.id}: ${probeWords(spec)}`;
}

function sessionWords({ name, match }: SessionSpec): string {
  return match.length === 0 ? name : `${name}: ${match.map(matcherWords).join(' and ')}`;
}
