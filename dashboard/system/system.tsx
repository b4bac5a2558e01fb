import { useMemo, useRef, useState } from 'preact/hooks';
import { Empty, NothingRuns, useNow, useRarely, type ViewProps } from '../frame/index.ts';
import type { Model, SystemColumn } from '../model/index.ts';
import { sayBytes, sayCount, sayMs, sayPercent, sayTime } from '../words/index.ts';
import { alertsIn, ruleOf } from './alerts.ts';
import { Chart } from './chart.tsx';
import { type ChartLine, chartTable } from './chart-data.ts';
import { type TargetRow, TargetTable } from './target-table.tsx';

interface ChartKind {
  readonly column: SystemColumn;
  readonly title: string;
  readonly about: string;
  readonly say: (value: number) => string;
  readonly steps?: number[];
}

/** 1, 2, 4, … MiB, from a half on. */
const byteSteps = Array.from({ length: 24 }, (_, at) => 2 ** (19 + at));

const charts: readonly ChartKind[] = [
  { column: 'cpuPercent', title: 'CPU', about: 'of one core, by process.', say: sayPercent },
  { column: 'rssBytes', title: 'Memory', about: 'resident, by process.', say: sayBytes, steps: byteSteps },
  { column: 'loopPercent', title: 'Event loop busy', about: 'share of time, by thread.', say: sayPercent },
  { column: 'delayMaxMs', title: 'Event loop late', about: 'at most between two samples, by thread.', say: sayMs },
];
/** Figures of the whole process: drawn once, not for each of its threads. */
const ofProcess: ReadonlySet<SystemColumn> = new Set(['cpuPercent', 'rssBytes']);
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
  return (
    <section>
      <div class="row">
        <h1 class="grow">System</h1>
        {model.past === undefined && rows.length > 0 && <Spans minutes={minutes} onChange={setMinutes} />}
      </div>
      {rows.length === 0 && model.past !== undefined && <Empty title="No figures of this run were kept." />}
      <NothingRuns model={model} />
      {rows.length > 0 && model.past === undefined && <Charts model={model} rows={rows} minutes={minutes} now={now} />}
      {rows.length > 0 && <TargetTable model={model} rows={rows} now={now} />}
      {rows.length > 0 && model.past === undefined && <Alerts model={model} rows={rows} />}
      {rows.length > 0 && model.past !== undefined && (
        <p class="quiet about">Over its whole life: what it told last. The course of it is not kept.</p>
      )}
      {rows.length > 0 && model.past === undefined && (
        <p class="quiet about">
          Sampled: each target tells its figures about once a second, rarer when that would cost it more than 1 % of its
          time. A Python program tells no heap and no loop. Limits are this page’s.
        </p>
      )}
    </section>
  );
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

interface ChartsProps {
  readonly model: Model;
  readonly rows: readonly TargetRow[];
  readonly minutes: number;
  readonly now: number;
}

function Charts({ model, rows, minutes, now }: ChartsProps) {
  const drawn = rows.filter(({ colour }) => colour !== undefined);
  const since = now - minutes * 60_000;
  return (
    <>
      <div class="charts">
        {charts.map(({ column, title, about, say, steps }) => {
          const lines = drawn.flatMap(({ id, colour }): ChartLine[] => {
            const series = model.system.series(id);
            if (series === undefined || (ofProcess.has(column) && model.target(id)?.kind === 'worker')) return [];
            return [{ label: model.targetTitle(id), colour: colour!, series }];
          });
          return (
            <Chart
              key={column}
              title={title}
              about={about}
              say={say}
              steps={steps}
              lines={lines}
              table={chartTable(lines, column, since)}
              from={since / 1000}
              to={now / 1000}
              limit={ruleOf(column)?.limit}
            />
          );
        })}
      </div>
      {drawn.length < rows.length && (
        <p class="quiet">
          Drawn are the {drawn.length} that use most of{' '}
          {sayCount(rows.length, 'process or thread', 'processes and threads')}.
        </p>
      )}
    </>
  );
}

function Alerts({ model, rows }: { readonly model: Model; readonly rows: readonly TargetRow[] }) {
  const all = rows.flatMap(({ id, alerts, last }) => alerts.map(alert => ({ id, alert, last })));
  const shown = all.sort((a, b) => b.alert.to - a.alert.to).slice(0, 5);
  if (shown.length === 0) return null;
  return (
    <>
      <h2>Over a limit</h2>
      <ul class="alerts">
        {shown.map(({ id, alert: { rule, from, to, worst }, last }) => (
          <li key={`${id} ${rule.column} ${from}`} class={last?.at === to ? 'now' : ''}>
            <span class="quiet">{sayTime(from)}</span> {model.targetTitle(id)}: {rule.what}
            {to > from ? ` for ${sayMs(to - from)}` : ''},{' '}
            {rule.column === 'delayMaxMs' ? sayMs(worst) : sayPercent(worst)}
            {last?.at === to && <strong> now</strong>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Processes before their threads; who uses most has a line where there are not enough colours. */
function rowsOf(model: Model, targets: Model['targets']['value']): TargetRow[] {
  const use = (id: string) => {
    const last = model.system.series(id)?.last;
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
      last: series?.last,
      colour: at === -1 ? undefined : colours[at],
      alerts: series === undefined ? [] : alertsIn(series.samples),
    };
  });
}
