import { useEffect, useMemo, useState } from 'preact/hooks';
import { attempt, NothingRuns, stay, type ViewProps } from '../frame/index.ts';
import { namedFiles, type WantedLine } from '../source/index.ts';
import { chosenHold, keyOf } from './held-choice.ts';
import { HeldPanel } from './held-panel.tsx';
import { Hits } from './hits.tsx';
import { SessionList } from './session-list.tsx';
import { SourcePanel } from './source-panel.tsx';
import { useLooks } from './use-looks.ts';

const panels = ['Sessions', 'Source', 'Held', 'Hits'] as const;
type PanelName = (typeof panels)[number];

/** Sessions, the source with their probes, what is held, and what was hit. Its address says what is looked at. */
export function Sessions({ model, place }: ViewProps) {
  const looks = useLooks(model);
  const [sessions, holds, targets] = [model.sessions.value, model.holds.value, model.targets.value];
  const findings = model.findings.value;
  const [name] = place.rest;
  const chosen =
    sessions.find(one => one.name === name && one.closedAt === undefined) ?? sessions.find(({ id }) => id === name);
  const query = (word: string) => place.query.get(word) || undefined;
  const hold = chosenHold(holds, { hold: query('hold'), flow: query('of') });
  const files = useMemo(
    () => namedFiles({ targets, flows: looks.targets, sessions, findings, holds }),
    [targets, looks, sessions, findings, holds],
  );
  const [panel, setPanel] = useState<PanelName>('Source');
  const [asked, setAsked] = useState<WantedLine>({ line: Number(query('line') ?? 0) });
  const show = (file: string, line?: number, target?: string) => {
    stay({ file, line: String(line ?? 1), target: target ?? '' });
    setAsked({ line: line ?? 1, focus: true });
    setPanel('Source');
  };
  const main = targets[0]?.argv[1];
  const file = query('file') ?? hold?.place.file ?? files.find(one => one.file === main)?.file ?? files[0]?.file;
  const holdKey = hold === undefined ? undefined : keyOf(hold);
  // A new hold is brought into sight where its file is open, and nobody is led away from another one.
  useEffect(() => {
    if (hold === undefined) return;
    stay({ hold: keyOf(hold), of: `${hold.target}/${hold.flow}` });
    if (hold.place.file === file) setAsked({ line: hold.place.line });
  }, [holdKey, hold?.place.line]);
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
        file={file}
        target={query('target') || hold?.target}
        line={asked}
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
          stay({ hold: keyOf(one), of: `${one.target}/${one.flow}` });
          show(one.place.file, one.place.line, one.target);
        }}
        onShow={(at, line) => show(at, line, hold?.target)}
        onGone={() => void attempt(() => model.refreshHolds())}
      />
      <Hits model={model} sessions={sessions} chosen={chosen} onShow={show} />
    </section>
  );
}
