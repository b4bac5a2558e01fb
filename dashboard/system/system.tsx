import { useMemo, useRef, useState } from 'preact/hooks';
import { Empty, NothingRuns, useNow, useRarely, type ViewProps } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayMs, sayPercent, sayTime } from '../words/index.ts';
import { alertsIn } from './alerts.ts';
import { Charts } from './charts.tsx';
import { type TargetRow, TargetTable } from './target-table.tsx';

const colours = [1, 2, 3, 4, 5, 6].map(number => `series-${number}`);
const spans = [1, 5, 15];

export function System({ model }: ViewProps) {
  const revision = useRarely(model.systemRevision, 1_000);
  const time = useNow(1_000);
  const last = useRef(time);
  // What is over stands still.
  if (model.line.value !== 'over') last.current = time;
  const now = last.current;
  const [minutes, setMinutes] = useState(1);
  const targets = model.targets.value.length > 0 ? model.targets.value : model.allTargets.value;
  const rows = useMemo(() => rowsOf(model, targets), [model, targets, revision]);
  const isPast = model.past !== undefined;
  const course = isPast ? courseOf(model, rows) : { from: now - minutes * 60_000, to: now };
  return (
    <section>
      <div class="row">
        <h1 class="grow">System</h1>
        {!isPast && rows.length > 0 && <Spans minutes={minutes} onChange={setMinutes} />}
      </div>
      {rows.length === 0 && isPast && <Empty title="No figures of this run were kept." />}
      <NothingRuns model={model} />
      {rows.length > 0 && course !== undefined && <Charts model={model} rows={rows} {...course} />}
      {rows.length > 0 && <TargetTable model={model} rows={rows} now={now} />}
      {rows.length > 0 && <Alerts model={model} rows={rows} />}
      {rows.length > 0 && <p class="quiet about">{isPast ? aboutPast(course !== undefined) : aboutLive}</p>}
    </section>
  );
}

const aboutLive =
  'Sampled: each target tells its figures about once a second, rarer when that would cost it more than 1 % of its time. What went before this page was opened is coarser. A dash: it is not told there. Limits are this page’s.';

function aboutPast(hasCourse: boolean): string {
  const table = 'The table is of its whole life, as it was told last.';
  return hasCourse
    ? `${table} The curves are as the report has them: of a long run, each point stands for many samples, with the peak of memory and of delay, and the mean of shares.`
    : `${table} The course of it was not kept.`;
}

/** From the first sample of a run that is over to the last; undefined: none was kept. */
function courseOf(model: Model, rows: readonly TargetRow[]): { from: number; to: number } | undefined {
  const kept = rows.flatMap(({ id }) => {
    const samples = model.system.series(id)?.samples ?? [];
    return samples.length > 1 ? [samples] : [];
  });
  if (kept.length === 0) return undefined;
  return { from: Math.min(...kept.map(one => one[0]!.at)), to: Math.max(...kept.map(one => one.at(-1)!.at)) };
}

function Spans({ minutes, onChange }: { readonly minutes: number; readonly onChange: (minutes: number) => void }) {
  return (
    <fieldset class="spans">
      <legend class="unseen">How far back</legend>
      {spans.map(span => (
        <button key={span} type="button" aria-pressed={span === minutes} onClick={() => onChange(span)}>
          {span} min
        </button>
      ))}
    </fieldset>
  );
}

function Alerts({ model, rows }: { readonly model: Model; readonly rows: readonly TargetRow[] }) {
  const all = rows.flatMap(({ id, alerts, last }) => alerts.map(alert => ({ id, alert, last })));
  const shown = all.sort((a, b) => b.alert.to - a.alert.to).slice(0, 5);
  if (shown.length === 0) return null;
  const isNow = (id: string, to: number, last: TargetRow['last']) =>
    last?.at === to && model.target(id)?.ended === undefined;
  return (
    <>
      <h2>Over a limit</h2>
      <ul class="alerts">
        {shown.map(({ id, alert: { rule, from, to, worst }, last }) => (
          <li key={`${id} ${rule.column} ${from}`} class={isNow(id, to, last) ? 'now' : ''}>
            <span class="quiet">{sayTime(from)}</span> {model.targetTitle(id)}: {rule.what}
            {to > from ? ` for ${sayMs(to - from)}` : ''},{' '}
            {rule.column === 'delayMaxMs' ? sayMs(worst) : sayPercent(worst)}
            {isNow(id, to, last) && <strong> now</strong>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The newest figures; of what is over, those of its whole life. */
function lastOf(model: Model, id: string) {
  const series = model.system.series(id);
  return series?.totals ?? series?.last;
}

/** Processes before their threads; who uses most has a line where there are not enough colours. */
function rowsOf(model: Model, targets: Model['targets']['value']): TargetRow[] {
  const use = (id: string) => {
    const last = lastOf(model, id);
    return Math.max(last?.cpuPercent || 0, last?.loopPercent || 0);
  };
  const byUse = [...targets].sort((a, b) => use(b.id) - use(a.id)).slice(0, colours.length);
  // Colours go by age: a line keeps its own while others come and go.
  const drawn = byUse.sort((a, b) => a.started - b.started).map(({ id }) => id);
  const sorted = [...targets].sort((a, b) => a.pid - b.pid || a.thread - b.thread);
  return sorted.map(({ id }) => {
    const series = model.system.series(id);
    const at = drawn.indexOf(id);
    return {
      id,
      last: lastOf(model, id),
      colour: at === -1 ? undefined : colours[at],
      alerts: series === undefined ? [] : alertsIn(series.samples),
    };
  });
}
