import { useMemo, useState } from 'preact/hooks';
import { addressOf, Empty, NothingRuns, useRarely, type ViewProps } from '../frame/index.ts';
import { searchFlows } from './search-flows.ts';

const maxShown = 50;

/** Which flow? By words of its name, the newest first. */
export function FlowChoice({ model }: Pick<ViewProps, 'model'>) {
  const revision = useRarely(model.flowsRevision, 1_000);
  const [text, setText] = useState('');
  const wanted = text.trim();
  const found = useMemo(
    () => searchFlows({ flows: model.flows, isShown: target => model.isShown(target) }, wanted, maxShown),
    [model, wanted, revision, model.run.value],
  );
  return (
    <section>
      <h1>Flow</h1>
      <NothingRuns model={model} />
      <search class="flow-search">
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
