import { useEffect, useMemo, useState } from 'preact/hooks';
import { attempt, NothingRuns, stay, useRarely, type ViewProps } from '../frame/index.ts';
import { namedFiles } from '../source/index.ts';
import { chosenHold, flowOf, keyOf } from './held-choice.ts';
import { HeldPanel } from './held-panel.tsx';
import { Hits } from './hits.tsx';
import { SessionList } from './session-list.tsx';
import { SourcePanel } from './source-panel.tsx';
import { useLooks } from './use-looks.ts';
import { useShown } from './use-shown.ts';

const panels = ['Sessions', 'Source', 'Held', 'Hits'] as const;
type PanelName = (typeof panels)[number];

/** Sessions, the source with their probes, what is held, and what was hit. Its address says what is looked at. */
export function Sessions({ model, place }: ViewProps) {
  const looks = useLooks(model);
  const [sessions, holds] = [model.sessions.value, model.holds.value];
  const targets = model.past === undefined ? model.targets.value : model.allTargets.value;
  const findings = model.findings.value;
  const events = useRarely(model.recent, 1_000);
  const [name] = place.rest;
  const chosen =
    sessions.find(one => one.name === name && one.closedAt === undefined) ?? sessions.find(({ id }) => id === name);
  const query = (word: string) => place.query.get(word) || undefined;
  const hold = chosenHold(holds, { hold: query('hold'), flow: query('of') });
  const files = useMemo(
    () => namedFiles({ targets, flows: looks.targets, sessions, findings, holds, events }),
    [targets, looks, sessions, findings, holds, events],
  );
  const [panel, setPanel] = useState<PanelName>('Source');
  const main = targets[0]?.argv[1];
  const shown = useShown(place, hold, files.find(({ file }) => file === main)?.file ?? files[0]?.file);
  const show = (...at: Parameters<typeof shown.show>) => {
    shown.show(...at);
    setPanel('Source');
  };
  // Bindings in a program that has ended are bindings no more: nobody says so by an event.
  const alive = model.targets.value.map(({ id }) => id).join();
  useEffect(() => {
    if (model.past === undefined && model.line.peek() === 'there') void attempt(() => model.refreshSessions());
  }, [model, alive]);
  if (model.past === undefined && model.allTargets.value.length === 0 && sessions.length === 0) {
    return (
      <section class="sessions-empty">
        <h1>Sessions</h1>
        <NothingRuns model={model} />
      </section>
    );
  }
  const counts: Readonly<Record<PanelName, number>> = {
    ...{ Sessions: sessions.filter(({ closedAt }) => closedAt === undefined).length, Held: holds.length },
    ...{ Source: 0, Hits: 0 },
  };
  return (
    <section class={`sessions on-${panel.toLowerCase()}`}>
      {/* Of all parts: on a narrow page only one of them is there. */}
      <h1 class="unseen">Sessions</h1>
      <nav class="panel-choice" aria-label="Parts of this view">
        {panels.map(one => (
          <button key={one} type="button" aria-pressed={one === panel} onClick={() => setPanel(one)}>
            {one}
            {counts[one] > 0 && <span class="count">{counts[one]}</span>}
          </button>
        ))}
      </nav>
      <SessionList model={model} sessions={sessions} chosen={chosen} onShow={show} />
      <SourcePanel
        model={model}
        files={files}
        file={shown.file}
        target={query('target') ?? hold?.target}
        line={shown.line}
        hold={hold}
        looks={looks}
        chosen={chosen}
        onShow={show}
      />
      <HeldPanel
        model={model}
        holds={holds}
        hold={hold}
        onChoose={one => {
          stay({ hold: keyOf(one), of: flowOf(one) });
          show(one.place.file, one.place.line, one.target);
        }}
        onShow={(at, line) => show(at, line, hold?.target)}
        onLost={() => void attempt(() => model.refreshHolds())}
      />
      <Hits model={model} sessions={sessions} chosen={chosen} onShow={show} />
    </section>
  );
}
