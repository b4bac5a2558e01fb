import type { Plan, ProbeSpec, SessionSpec } from './probe.ts';
import type { ProbeLimits, ProbeOptions } from './probe-options.ts';
import type { ProbeWords } from './probe-words.ts';

/** Of sessions that nobody named. */
export const defaultSession = 'main';
/** Every hold has an end; this is it unless told. */
export const defaultHoldForMs = 5 * 60_000;
export const defaultLetGoAfterMs = 500;

export interface ProbeIdentity {
  readonly id: string;
  readonly session: string;
  /** Epoch ms. */
  readonly now: number;
}

/** A probe's words and limits as a target is told them. */
export function probeSpec(words: ProbeWords, limits: ProbeLimits, { id, session, now }: ProbeIdentity): ProbeSpec {
  const { expiresInMs, holdForMs, ...rest } = limits;
  return {
    id,
    session,
    ...words,
    ...rest,
    ...(words.kind === 'hold' || words.kind === 'stop' ? { holdForMs: holdForMs ?? defaultHoldForMs } : {}),
    ...(expiresInMs === undefined ? {} : { expiresAt: now + expiresInMs }),
  };
}

/** The plan of options alone, where no hub keeps one. Undefined without probes. */
export function planOf(probing: ProbeOptions, observeOnly: boolean, now: number): Plan | undefined {
  if (probing.probes.length === 0) return undefined;
  const session: SessionSpec = { id: 's1', name: probing.session ?? defaultSession, match: probing.match };
  return {
    revision: 1,
    sessions: [session],
    probes: probing.probes.map((words, at) =>
      probeSpec(words, probing.limits, { id: `p${at + 1}`, session: session.id, now }),
    ),
    observeOnly,
    letGoAfterMs: defaultLetGoAfterMs,
  };
}
