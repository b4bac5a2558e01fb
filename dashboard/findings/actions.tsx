import { useEffect, useRef, useState } from 'preact/hooks';
import { addressOf, attempt, Command, notify } from '../frame/index.ts';
import type { FindingGroup } from '../model/index.ts';
import { sayMoment } from '../words/index.ts';
import { findingJson, findingText, offLines } from './copy-text.ts';
import { mutes } from './muted.ts';

/** What one can do about a finding: look at its moment, tell somebody, mute it. */
export function Actions({ group }: { readonly group: FindingGroup }) {
  const [isMuting, setMuting] = useState(false);
  const mute = mutes.of(group.key);
  const copy = (text: string, what: string) =>
    attempt(async () => {
      await navigator.clipboard.writeText(text);
      notify(`Copied as ${what}.`, 'done');
    });
  return (
    <>
      <div class="row actions">
        <a class="button" href={addressOf('river', [], { at: String(group.firstAt) })}>
          Show the moment in the river
        </a>
        <button type="button" onClick={() => copy(findingText(group), 'text')}>
          Copy as text
        </button>
        <button type="button" onClick={() => copy(findingJson(group), 'JSON')}>
          Copy as JSON
        </button>
        {mute === undefined && (
          <button type="button" aria-expanded={isMuting} onClick={() => setMuting(!isMuting)}>
            Mute …
          </button>
        )}
      </div>
      {mute !== undefined && (
        <p class="card muted-card">
          Muted in this browser at {sayMoment(mute.at)}: {mute.reason === '' ? 'no reason said' : mute.reason}{' '}
          <button type="button" onClick={() => mutes.unmute(group.key)}>
            Unmute
          </button>
        </p>
      )}
      {mute === undefined && isMuting && <MuteForm group={group} onDone={() => setMuting(false)} />}
    </>
  );
}

function MuteForm({ group, onDone }: { readonly group: FindingGroup; readonly onDone: () => void }) {
  const [reason, setReason] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const mute = () => {
    if (reason.trim() === '') {
      field.current?.focus();
      return;
    }
    mutes.mute(group.key, reason.trim(), Date.now());
    if (!mutes.isKept) notify('Muted until this page is left: the browser keeps nothing.');
    onDone();
  };
  return (
    <form
      class="card mute-form"
      onSubmit={event => {
        event.preventDefault();
        mute();
      }}
    >
      <label>
        Why it is muted{' '}
        <input
          ref={field}
          type="text"
          required
          maxLength={200}
          value={reason}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>{' '}
      <button type="submit" class="primary">
        Mute here
      </button>{' '}
      <button type="button" onClick={onDone}>
        Leave it
      </button>
      <p class="quiet">
        It is muted in this browser only, at these places: Eddy still sees it, reports have it, and --fail-on counts it.
        For good, and for the whole kind at every place, the configuration says:
      </p>
      <Command>{offLines(group.kind)}</Command>
    </form>
  );
}
