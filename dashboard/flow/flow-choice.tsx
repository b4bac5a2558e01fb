import { useState } from 'preact/hooks';
import { addressOf, Empty, NothingRuns, useRarely, type ViewProps } from '../frame/index.ts';
import type { FlowRow, Model } from '../model/index.ts';

const maxShown = 50;

/** Which flow? By words of its name, the newest first. */
export function FlowChoice({ model }: Pick<ViewProps, 'model'>) {
  useRarely(model.flowsRevision, 1_000);
  const [text, setText] = useState('');
  const found = search(model, text.trim().toLowerCase());
  return (
    <section>
      <h1>Flow</h1>
      <NothingRuns model={model} />
      <search>
        <input
          type="search"
          aria-label="Name or id of a flow"
          placeholder="name or id of a flow (/)"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </search>
      {found.length === 0 && model.flows.size > 0 && <Empty title="No flow is called that." />}
      <ul class="plain-list flow-links">
        {found.map(({ id, name, kind, end, outcome }) => (
          <li key={id} class="row">
            <a href={addressOf('flow', [id])}>{name === '' ? id : name}</a>
            <span class="quiet mono">{id}</span> <span class="quiet">{kind}</span>
            <span class="chip">{Number.isNaN(end) ? 'alive' : `ended: ${outcome ?? 'done'}`}</span>
          </li>
        ))}
      </ul>
      {found.length === maxShown && <p class="quiet">The newest {maxShown}. The river shows them all.</p>}
    </section>
  );
}

function search(model: Model, text: string): FlowRow[] {
  const { flows } = model;
  const found: FlowRow[] = [];
  for (let at = flows.size - 1; at >= 0 && found.length < maxShown; at--) {
    if (text !== '' && !flows.nameOf(at).toLowerCase().includes(text) && !flows.idOf(at).includes(text)) continue;
    if (model.isShown(flows.targetOf(at))) found.push(flows.at(at));
  }
  return found;
}
