/** Every time limit after which a state becomes a finding, or a hold lets go, in ms. `EDDY_LIMITS` (JSON) overrides single ones. */
const defaults = {
  /** A task that runs longer is slow. */
  taskSlowMs: 10_000,
  /** A hold whose probe has no limit of its own lets go. */
  holdMs: 30_000,
  /** A cancelled scope whose flow still runs after this ignores its signal. */
  cancelIgnoredMs: 5_000,
  lockHeldMs: 30_000,
  /** How long waits stand in a ring before it is told: a few turns of the loop, in case a parallel branch frees a lock. */
  lockCycleMs: 250,
  /** The same for a flow that waits for what it holds itself. */
  lockSelfWaitMs: 1_000,
  /** How long a flow may have ended before what it still holds counts as leaked: clean-up may follow the answer. */
  leakGraceMs: 1_000,
  generatorReturnMs: 2_000,
  generatorAbandonedMs: 60_000,
  loopBlockedMs: 200,
  bodyUnreadMs: 10_000,
  streamLockedMs: 2_000,
  /** How long a listener, dependent signal or reaction must have outlived its use before growth counts. */
  retentionMs: 5_000,
  sdkFirstMessageMs: 60_000,
  sdkIdleMs: 120_000,
  sdkInterruptMs: 5_000,
  /** How long each step of an SDK run's clean-up may take: return(), close(), the exit of its child. */
  sdkCloseMs: 2_000,
};

export type LimitName = keyof typeof defaults;

export const limits: Record<LimitName, number> = { ...defaults, ...fromEnvironment() };

function fromEnvironment(): Partial<Record<LimitName, number>> {
  const text = process.env.EDDY_LIMITS;
  if (text === undefined || text === '') return {};
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null) return {};
    return Object.fromEntries(
      Object.entries(given).filter(([name, value]) => name in defaults && typeof value === 'number' && value >= 0),
    );
  } catch {
    return {};
  }
}
