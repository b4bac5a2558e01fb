import { useEffect, useMemo } from 'preact/hooks';
import { addressOf, useNow, useRarely, type ViewProps } from '../frame/index.ts';
import { useReports } from '../reports/index.ts';
import { Actions } from './actions.tsx';
import { belongingsOf } from './belongings.ts';
import { BelongingsView } from './belongings-view.tsx';
import { Cancellations } from './cancellations-view.tsx';
import { Diary } from './diary.tsx';
import { FamilyView } from './family-view.tsx';
import { FlowChoice } from './flow-choice.tsx';
import { FlowDiary } from './flow-diary.ts';
import { factsOf } from './flow-facts.ts';
import { FlowHead } from './flow-head.tsx';
import { FlowWatch } from './flow-watch.ts';
import { Seen } from './seen.tsx';
import { StackView } from './stack-view.tsx';

/** `#/flow/ID`; without an id it asks which. */
export function Flow({ model, place }: ViewProps) {
  const [id] = place.rest;
  return id === undefined ? <FlowChoice model={model} /> : <OneFlow key={id} model={model} id={id} />;
}

interface OneFlowProps extends Pick<ViewProps, 'model'> {
  readonly id: string;
}

function OneFlow({ model, id }: OneFlowProps) {
  const now = useNow(1_000);
  useRarely(model.flowsRevision, 500);
  useRarely(model.samples.revision, 500);
  const watch = useMemo(() => new FlowWatch(model, id), [model, id]);
  const diary = useMemo(() => new FlowDiary(model, id), [model, id]);
  useEffect(() => () => watch.close(), [watch]);
  useEffect(() => () => diary.close(), [diary]);
  const { reports } = useReports(model);
  const belongings = belongingsOf(reports, id);
  const look = watch.look.value;
  const facts = factsOf(model, id, look, belongings);
  const isAlive = facts.life === 'alive';
  useEffect(() => {
    model.sampleFlows(isAlive ? [id] : [], 'flow');
    return () => model.sampleFlows([], 'flow');
  }, [model, id, isAlive]);
  const holds = model.holds.value.filter(({ flow }) => flow === id);
  const findings = model.findings.value.filter(({ finding }) => finding.flows.some(flow => flow.id === id));
  return (
    <article class="flow">
      <FlowHead model={model} facts={facts} look={look} now={now} />
      <Actions model={model} facts={facts} look={look} holds={holds} diary={diary} now={now} />
      <StackView facts={facts} look={look} told={belongings.activations} />
      <Cancellations model={model} id={id} belongings={belongings} findings={findings} diary={diary} />
      {findings.length > 0 && (
        <section>
          <h2>Findings</h2>
          <ul class="plain-list">
            {findings.map(({ key, severity, kind, finding }) => (
              <li key={key} class={`finding-row ${severity}`}>
                <span>
                  <span class={`chip ${severity}`}>{severity}</span> <span class="mono">{kind}</span>{' '}
                  <a href={addressOf('findings', [key])}>{finding.message}</a>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <BelongingsView
        model={model}
        look={look}
        belongings={belongings}
        now={model.past?.report?.ended ?? model.endedAt.value ?? now}
      />
      <FamilyView model={model} facts={facts} />
      <Diary model={model} facts={facts} diary={diary} />
      <Seen model={model} id={id} />
    </article>
  );
}
