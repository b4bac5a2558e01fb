import { fail } from '../base/index.ts';
import type { RunOptions, RunPlace, SessionRules } from '../wire/protocol/index.ts';

/** Each rule by the key of the configuration that sets it. */
const keyOf: Readonly<Record<keyof SessionRules, string>> = {
  maxSessions: 'sessions.max',
  maxProbesEach: 'sessions.maxProbes',
  maxProbes: 'sessions.maxProbesInAll',
  timeoutMs: 'sessions.timeout',
  letGoAfterMs: 'limits.letGoAfter',
  defaults: 'probeDefaults',
  whenRefused: 'probeDefaults.whenRefused',
};

/** Sessions are the hub's: keys of the run's own configuration that say something else than the hub's does, and have no effect. */
export function keysWithoutEffect(own: SessionRules, ofHub: SessionRules): string[] {
  const names = Object.keys(keyOf) as (keyof SessionRules)[];
  return names
    .filter(name => own[name] !== undefined && JSON.stringify(own[name]) !== JSON.stringify(ofHub[name]))
    .map(name => keyOf[name]);
}

/** What a run asked for is not done with less. */
export function mustObserveOnly({ observeOnly }: Pick<RunOptions, 'observeOnly'>, { plan }: RunPlace): void {
  if (!observeOnly || plan.observeOnly) return;
  throw fail('refused', 'This run may only be observed, and its hub lets anybody hold and change.', {
    hint: 'Start the hub with --observe-only, or run without --hub.',
  });
}
