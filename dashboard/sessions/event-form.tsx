import { useState } from 'preact/hooks';
import type { SessionView } from '../../src/wire/protocol/index.ts';
import { attempt } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import {
  type EventDraft,
  emptyEvent,
  eventForms,
  findingKinds,
  readEvent,
  sayEvent,
  takesName,
} from './event-draft.ts';

interface EventFormProps {
  readonly model: Model;
  readonly open: readonly SessionView[];
  readonly chosen: SessionView | undefined;
}

/** A probe where something happens, wherever that is: what `eddy … --on` sets. */
export function EventForm({ model, open, chosen }: EventFormProps) {
  const [draft, setDraft] = useState<EventDraft>(emptyEvent);
  const [picked, setPicked] = useState<string | undefined>(undefined);
  const [isAsking, setAsking] = useState(false);
  const names = open.map(({ name }) => name);
  // The one that was picked may have been closed.
  const session = [picked, chosen?.name, names[0]].find(one => one !== undefined && names.includes(one)) ?? 'main';
  const match = open.find(({ name }) => name === session)?.match ?? [];
  const { names: inScope } = eventForms[draft.on];
  const change = (more: Partial<EventDraft>) => setDraft(now => ({ ...now, ...more }));
  const submit = async (event: Event) => {
    event.preventDefault();
    setAsking(true);
    const set = await attempt(() => model.ask('probe', { session, match: [], ...readEvent(draft) }));
    setAsking(false);
    if (set === undefined) return;
    change({ condition: '' });
    await attempt(() => model.refreshSessions());
  };
  return (
    <form class="probe-form" aria-label="A probe on an event" onSubmit={submit}>
      <Choice<EventDraft['on']>
        label="When"
        value={draft.on}
        onChange={on => change({ on })}
        choices={Object.entries(eventForms).map(([on, { title }]) => [on as EventDraft['on'], title])}
      />
      {takesName(draft.on) && (
        <Words label="Errors" value={draft.name} example="all, or TypeError" onInput={name => change({ name })} />
      )}
      {draft.on === 'finding' && (
        <Choice
          label="Finding"
          value={draft.finding}
          onChange={finding => change({ finding })}
          choices={findingKinds.map(kind => [kind, kind])}
        />
      )}
      <Choice<EventDraft['kind']>
        label="Then"
        value={draft.kind}
        onChange={kind => change({ kind })}
        choices={[
          ['snap', 'snap'],
          ['hold', 'hold'],
          ['stop', 'stop'],
        ]}
      />
      <Words
        label="Only if"
        value={draft.condition}
        example="every time"
        onInput={condition => change({ condition })}
      />
      <Choice
        label="Session"
        value={session}
        onChange={setPicked}
        choices={[...new Set([...names, session])].map(name => [name, names.includes(name) ? name : `${name} (new)`])}
      />
      <p class="quiet">
        {sayEvent(draft, match)} {inScope !== '' && `A condition has there: ${inScope}.`}
      </p>
      <button type="submit" class="primary" disabled={isAsking}>
        Set {draft.kind}
      </button>
    </form>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [value: T, title: string])[];
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, choices, onChange }: ChoiceProps<T>) {
  return (
    <label class="probe-field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value as T)}>
        {choices.map(([one, title]) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

interface WordsProps {
  readonly label: string;
  readonly value: string;
  readonly example: string;
  readonly onInput: (value: string) => void;
}

function Words({ label, value, example, onInput }: WordsProps) {
  return (
    <label class="probe-field">
      <span>{label}</span>
      <input
        class="mono"
        value={value}
        placeholder={example}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </label>
  );
}
