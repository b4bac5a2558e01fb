import type { ProbeView } from '../../src/wire/protocol/index.ts';
import { addressOf, attempt } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayPlace } from '../words/index.ts';
import { ownSessionName } from './own-probes.ts';

/** What was set here, and what became of it: bound where, or refused and why. */
export function OwnSession({ model, id }: { readonly model: Model; readonly id: string }) {
  const session = model.sessions.value.find(
    ({ name, closedAt }) => name === ownSessionName(id) && closedAt === undefined,
  );
  if (session === undefined || session.probes.length === 0) return null;
  const takeAway = () =>
    attempt(async () => {
      await model.ask('unset', { what: session.name });
      await model.refreshSessions();
    });
  return (
    <div class="card own-session">
      <ul class="plain-list">
        {session.probes.map(probe => (
          <li key={probe.spec.id}>{probeWords(probe)}</li>
        ))}
      </ul>
      <div class="row">
        <a href={addressOf('sessions', [session.name])}>session {session.name}</a>
        <button type="button" onClick={takeAway}>
          Take it away
        </button>
      </div>
    </div>
  );
}

function probeWords({ spec, bindings, unanswered, hits, lastRefusal }: ProbeView) {
  const { kind, place } = spec;
  const where = 'file' in place ? sayPlace(place.file, place.line) : place.on;
  const bound = bindings.find(({ state }) => state === 'bound');
  const refused = bindings.find(({ state }) => state === 'refused');
  return (
    <>
      {kind} at <span class="mono">{where}</span>: {hits > 0 && `hit ${hits === 1 ? 'once' : `${hits} times`}`}
      {hits === 0 &&
        bound !== undefined &&
        `bound${bound.reason === undefined ? '' : `, ${bound.reason}`}; it waits for the flow to come there`}
      {hits === 0 && bound === undefined && refused !== undefined && (
        <span class="error-text">refused: {refused.reason ?? lastRefusal}</span>
      )}
      {hits === 0 &&
        bound === undefined &&
        refused === undefined &&
        (unanswered.length > 0 ? 'asked, no answer yet' : 'not bound yet')}
    </>
  );
}
