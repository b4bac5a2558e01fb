import { useEffect, useRef, useState } from 'preact/hooks';
import type { Matcher } from '../../src/wire/protocol/index.ts';
import { attempt, goTo, place } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import {
  emptyMatcher,
  exampleOf,
  type MatcherDraft,
  matcherForms,
  readMatchers,
  sayFlowsOf,
  sessionNameTrouble,
} from './matcher-draft.ts';

const kinds = Object.keys(matcherForms) as Matcher['by'][];

interface SessionFormProps {
  readonly model: Model;
  readonly onDone: () => void;
}

/** A session for some flows and no others. Its probes come later. */
export function SessionForm({ model, onDone }: SessionFormProps) {
  const wantedFlow = place.value.query.get('flow');
  const [name, setName] = useState('');
  const [rows, setRows] = useState<readonly MatcherDraft[]>([
    wantedFlow === null ? emptyMatcher : { by: 'flow', name: '', value: wantedFlow },
  ]);
  const [trouble, setTrouble] = useState<string | undefined>(undefined);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const read = readMatchers(rows);
  const match = 'match' in read ? read.match : [];
  const example = exampleOf(match);
  const submit = async (event: Event) => {
    event.preventDefault();
    const wrong = sessionNameTrouble(name.trim()) ?? ('error' in read ? read.error : undefined);
    setTrouble(wrong);
    if (wrong !== undefined) return;
    const answer = await attempt(() => model.ask('probe', { session: name.trim(), match, probes: [], limits: {} }));
    if (answer === undefined) return;
    await attempt(() => model.refreshSessions());
    const kept = Object.fromEntries(['file', 'line', 'target'].map(word => [word, place.value.query.get(word) ?? '']));
    onDone();
    goTo('sessions', [answer.session.name], kept);
  };
  const change = (at: number, more: Partial<MatcherDraft>) =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...more } : row)));
  return (
    <form
      class="card session-form"
      aria-label="A new session"
      onSubmit={submit}
      onKeyDown={({ key }) => key === 'Escape' && onDone()}
    >
      <label class="probe-field">
        <span>Name</span>
        <input
          ref={first}
          value={name}
          placeholder="ann"
          maxLength={64}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <fieldset class="matcher-rows">
        <legend>Flows that it means</legend>
        {rows.map((row, at) => (
          <MatcherRow
            key={at}
            row={row}
            onChange={more => change(at, more)}
            onRemove={rows.length > 1 ? () => setRows(rows.filter((_, index) => index !== at)) : undefined}
          />
        ))}
        <button type="button" onClick={() => setRows([...rows, emptyMatcher])}>
          And …
        </button>
      </fieldset>
      <p class="quiet">
        {'error' in read ? read.error : `Means each ${sayFlowsOf(match)}, and what it starts.`}
        {rows.length > 1 && ' All of them must hold.'}
      </p>
      {example !== undefined && <code class="session-example">{example}</code>}
      {trouble !== undefined && (
        <p class="error-text" role="alert">
          {trouble}
        </p>
      )}
      <div class="row">
        <button type="submit" class="primary">
          Open it
        </button>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface MatcherRowProps {
  readonly row: MatcherDraft;
  readonly onChange: (more: Partial<MatcherDraft>) => void;
  readonly onRemove: (() => void) | undefined;
}

function MatcherRow({ row, onChange, onRemove }: MatcherRowProps) {
  const { nameLabel, nameExample, valueLabel, valueExample, about } = matcherForms[row.by];
  return (
    <div class="matcher-row">
      <select
        aria-label="Matched by"
        value={row.by}
        onChange={({ currentTarget }) => onChange({ by: currentTarget.value as Matcher['by'] })}
      >
        {kinds.map(by => (
          <option key={by} value={by}>
            {matcherForms[by].title}
          </option>
        ))}
      </select>
      {nameLabel !== undefined && (
        <input
          class="mono"
          aria-label={`${row.by}: ${nameLabel}`}
          placeholder={nameExample}
          value={row.name}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => onChange({ name: currentTarget.value })}
        />
      )}
      <input
        class="mono"
        aria-label={`${row.by}: ${valueLabel}`}
        placeholder={valueExample}
        value={row.value}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => onChange({ value: currentTarget.value })}
      />
      {onRemove !== undefined && (
        <button type="button" class="plain" aria-label="Take this condition away" onClick={onRemove}>
          ×
        </button>
      )}
      <p class="quiet matcher-about">{about}</p>
    </div>
  );
}
