import { useState } from 'preact/hooks';
import type { ProbeKind, SessionView } from '../../src/wire/protocol/index.ts';
import { attempt } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayMatcher } from './matcher-draft.ts';
import { emptyDraft, type FilePlace, type ProbeDraft, readDraft, sayDraft, waits } from './probe-draft.ts';

interface ProbeFormProps {
  readonly model: Model;
  readonly place: FilePlace;
  readonly isPython: boolean;
  readonly chosen: SessionView | undefined;
  /** It was taken; what became of it is seen in its mark. */
  readonly onSet: () => void;
}

const kinds: readonly { readonly kind: ProbeKind; readonly title: string }[] = [
  { kind: 'hold', title: 'Hold' },
  { kind: 'snap', title: 'Snap' },
  { kind: 'log', title: 'Log' },
  { kind: 'stop', title: 'Stop' },
];

const limitFields: readonly {
  readonly field: keyof ProbeDraft & string;
  readonly label: string;
  readonly example: string;
}[] = [
  { field: 'holdFor', label: 'Lets go after', example: '5m' },
  { field: 'fromHit', label: 'From the Nth time', example: '1' },
  { field: 'everyHits', label: 'Only every Nth time', example: '1' },
  { field: 'maxHits', label: 'At most so many hits', example: 'no end' },
  { field: 'maxPerSecond', label: 'At most so many a second', example: 'no limit' },
  { field: 'expires', label: 'Goes away after', example: 'never' },
];

/** What is asked for at a line. Enter in any field sets it. */
export function ProbeForm({ model, place, isPython, chosen, onSet }: ProbeFormProps) {
  const [draft, setDraft] = useState<ProbeDraft>(() => ({ ...emptyDraft, kind: isPython ? 'snap' : 'hold' }));
  const [trouble, setTrouble] = useState<{ readonly field: keyof ProbeDraft; readonly error: string } | undefined>();
  const [isAsking, setAsking] = useState(false);
  const open = model.sessions.value.filter(({ closedAt }) => closedAt === undefined);
  const [session, setSession] = useState(
    chosen?.closedAt === undefined ? (chosen?.name ?? open[0]?.name ?? 'main') : 'main',
  );
  const match = open.find(({ name }) => name === session)?.match ?? [];
  const names = [...new Set([...open.map(({ name }) => name), session])];
  const change = (more: Partial<ProbeDraft>) => {
    setDraft(now => ({ ...now, ...more }));
    setTrouble(undefined);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const read = readDraft(draft, place);
    if ('error' in read) return setTrouble(read);
    setAsking(true);
    const set = await attempt(() => model.ask('probe', { session, match: [], ...read.ask }));
    setAsking(false);
    if (set === undefined) return;
    await attempt(() => model.refreshSessions());
    onSet();
  };
  const field = (name: keyof ProbeDraft & string, label: string, example: string) => (
    <label key={name} class="probe-field">
      <span>{label}</span>
      <input
        class="mono"
        value={String(draft[name])}
        placeholder={example}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={trouble?.field === name}
        onInput={({ currentTarget }) => change({ [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="probe-form" onSubmit={submit}>
      <fieldset class="probe-kinds">
        <legend class="unseen">What happens at the line</legend>
        {kinds.map(({ kind, title }) => (
          <label key={kind} class="probe-kind">
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={draft.kind === kind}
              disabled={isPython && kind === 'hold'}
              // Whoever opens this wants one of these.
              autofocus={draft.kind === kind}
              onChange={() => change({ kind })}
            />
            {title}
          </label>
        ))}
      </fieldset>
      {isPython && <p class="quiet">A flow of a Python program cannot wait alone: stop pauses all of its process.</p>}
      {draft.kind === 'log' && field('text', 'Text', 'total is {total}')}
      {field('condition', 'Only if', 'every time')}
      <label class="probe-field">
        <span>Session</span>
        <select value={session} onChange={({ currentTarget }) => setSession(currentTarget.value)}>
          {names.map(name => (
            <option key={name} value={name}>
              {name}
              {sayMatchOf(open.find(one => one.name === name))}
            </option>
          ))}
        </select>
      </label>
      <details>
        <summary>Limits</summary>
        {limitFields
          .filter(({ field: name }) => name !== 'holdFor' || waits(draft.kind))
          .map(({ field: name, label, example }) => field(name, label, example))}
        <label class="row">
          <input
            type="checkbox"
            checked={draft.allowSideEffects}
            onChange={({ currentTarget }) => change({ allowSideEffects: currentTarget.checked })}
          />
          The condition or text may change the program
        </label>
      </details>
      {trouble !== undefined && (
        <p class="error-text" role="alert">
          {trouble.error}
        </p>
      )}
      <div class="row">
        <span class="quiet grow">{sayDraft(draft, place, match)}</span>
        <button type="submit" class="primary" disabled={isAsking}>
          Set {draft.kind}
        </button>
      </div>
    </form>
  );
}

function sayMatchOf(session: SessionView | undefined): string {
  if (session === undefined) return ' (new): every flow';
  return session.match.length === 0 ? ': every flow' : `: ${session.match.map(sayMatcher).join(' and ')}`;
}
