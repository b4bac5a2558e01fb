import { useEffect, useRef, useState } from 'preact/hooks';
import { attempt } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import type { FlowFacts } from './flow-facts.ts';
import type { FlowLook } from './flow-watch.ts';
import { type OwnKind, setProbes } from './own-probes.ts';

interface AtLineProps {
  readonly model: Model;
  readonly facts: FlowFacts;
  readonly look: FlowLook | undefined;
  /** How it can be made to stand still. */
  readonly pause: 'hold' | 'stop';
  readonly onDone: () => void;
}

/** A line of the user's choice, where this flow alone is held or looked at. */
export function AtLine({ model, facts, look, pause, onDone }: AtLineProps) {
  const files = [...new Set((look?.flow?.activations ?? []).map(({ file }) => file))];
  const leaf = look?.flow?.activations.at(-1);
  const [place, setPlace] = useState(leaf === undefined ? '' : `${leaf.file}:${leaf.line}`);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [kind, setKind] = useState<OwnKind>(pause);
  const set = () =>
    attempt(async () => {
      const [, file, line] = /^(.+):(\d+)$/.exec(place.trim()) ?? [];
      if (file === undefined) throw new Error('Where? As in shop.ts:42.');
      await setProbes(model, facts.id, kind, [{ file, line: Number(line) }]);
      onDone();
    });
  return (
    <form
      class="row card at-line"
      onSubmit={event => {
        event.preventDefault();
        void set();
      }}
    >
      <label class="grow">
        File and line{' '}
        <input
          ref={field}
          type="text"
          class="mono"
          list="flow-files"
          value={place}
          onInput={({ currentTarget }) => setPlace(currentTarget.value)}
        />
      </label>
      <datalist id="flow-files">
        {files.map(file => (
          <option key={file} value={`${file}:`} />
        ))}
      </datalist>
      <select
        aria-label="What happens there"
        value={kind}
        onChange={({ currentTarget }) => setKind(currentTarget.value as OwnKind)}
      >
        <option value={pause}>{pause === 'hold' ? 'hold it there' : 'stop its process there'}</option>
        <option value="snap">snap it there</option>
      </select>
      <button type="submit" class="primary">
        Set
      </button>
    </form>
  );
}
