import { type Clock, isEddyError } from '../../base/index.ts';
import {
  type Binding,
  type ProbeLimits,
  type ProbeSpec,
  probeWords,
  type RefusedWay,
} from '../../wire/protocol/index.ts';
import type { Probe } from './probe.ts';
import type { Session } from './session.ts';
import type { SessionBook } from './session-book.ts';

export interface ProbeFallbackWork {
  readonly book: SessionBook;
  readonly clock: Clock;
}

interface Course {
  /** The way that is tried now. */
  at: number;
  retries: number;
  /** The target is asked again in a while. */
  isWaiting: boolean;
}

const maxRetries = 3;
const firstRetryMs = 1_000;

/**
 * What is done for a probe that a target refuses, way after way as they are named. One that is bound anywhere is left alone, and
 * so is one that was set in the place of another.
 */
export class ProbeFallback {
  readonly #ways: readonly RefusedWay[];
  readonly #work: ProbeFallbackWork;
  readonly #courses = new WeakMap<Probe, Course>();
  readonly #made = new WeakSet<Probe>();

  constructor(ways: readonly RefusedWay[], work: ProbeFallbackWork) {
    this.#ways = ways;
    this.#work = work;
  }

  refused(session: Session, probe: Probe, binding: Binding): void {
    if (this.#ways.length === 0 || this.#made.has(probe) || probe.view().everBound) return;
    const course = this.#courses.get(probe) ?? { at: 0, retries: 0, isWaiting: false };
    this.#courses.set(probe, course);
    if (course.isWaiting) return;
    // A way that does nothing for this probe leaves it to the next.
    while (course.at < this.#ways.length) {
      if (this.#go(this.#ways[course.at] as RefusedWay, session, probe, binding, course)) return;
      course.at++;
    }
  }

  #go(way: RefusedWay, session: Session, probe: Probe, binding: Binding, course: Course): boolean {
    switch (way) {
      case 'retry':
        return this.#retry(course);
      case 'fallback':
        return probe.spec.kind === 'hold' && this.#replace(session, probe, 'stop', binding, course);
      case 'degrade':
        return (
          (probe.spec.kind === 'hold' || probe.spec.kind === 'stop') &&
          this.#replace(session, probe, 'snap', binding, course)
        );
      case 'skip':
        course.at = this.#ways.length;
        this.#note(session, 'unset', `${probe.spec.id}: ${binding.reason ?? 'refused'}`);
        this.#work.book.removeProbes(session, [probe]);
        return true;
    }
  }

  #retry(course: Course): boolean {
    if (course.retries >= maxRetries) return false;
    course.isWaiting = true;
    this.#work.clock.after(firstRetryMs * 2 ** course.retries++, () => {
      course.isWaiting = false;
      this.#work.book.askAgain();
    });
    return true;
  }

  /** The refused one stays, so that it can be seen why; the other stands beside it. */
  #replace(session: Session, probe: Probe, kind: 'stop' | 'snap', { reason }: Binding, course: Course): boolean {
    const { spec } = probe;
    const { place, condition } = spec;
    const { book, clock } = this.#work;
    try {
      const words = { kind, place, ...(condition === undefined ? {} : { condition }) };
      const { probes } = book.addProbes(session.spec.name, [], [words], limitsOf(spec, clock.now()), made =>
        this.#made.add(made),
      );
      course.at = this.#ways.length;
      this.#note(
        session,
        'probe',
        `${probes[0]?.spec.id}: ${probeWords(words)} in place of ${spec.id}: ${reason ?? 'refused'}`,
      );
      return true;
    } catch (error) {
      if (!isEddyError(error)) throw error;
      return false;
    }
  }

  #note(session: Session, did: 'probe' | 'unset', what: string): void {
    const who = { pid: process.pid, uid: process.getuid?.() ?? -1, as: 'probeDefaults.whenRefused' };
    session.note({ at: this.#work.clock.now(), ...who, did, what });
  }
}

function limitsOf(spec: ProbeSpec, now: number): ProbeLimits {
  const { fromHit, everyHits, maxHits, maxPerSecond, holdForMs, allowSideEffects, expiresAt } = spec;
  const limits = { fromHit, everyHits, maxHits, maxPerSecond, holdForMs, allowSideEffects };
  const given = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
  return { ...given, ...(expiresAt === undefined ? {} : { expiresInMs: Math.max(1, expiresAt - now) }) };
}
