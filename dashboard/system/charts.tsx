import type { Model, SystemColumn } from '../model/index.ts';
import { sayBytes, sayCount, sayMs, sayNumber, sayPercent } from '../words/index.ts';
import { ruleOf } from './alerts.ts';
import { Chart } from './chart.tsx';
import { type ChartLine, chartTable, countSteps } from './chart-data.ts';
import type { TargetRow } from './target-table.tsx';

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
/** Drawn where there are any. */
const taskChart: ChartKind = {
  column: 'tasks',
  title: 'Tasks',
  about: 'alive, by process or thread.',
  say: sayNumber,
  steps: countSteps,
};
/** Figures of the whole process: drawn once, not for each of its threads. */
const ofProcess: ReadonlySet<SystemColumn> = new Set(['cpuPercent', 'rssBytes']);
interface ChartsProps {
  readonly model: Model;
  readonly rows: readonly TargetRow[];
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** One for each figure, one below the other where there is no room; what uses most has a line. */
export function Charts({ model, rows, from, to }: ChartsProps) {
  const drawn = rows.filter(({ colour }) => colour !== undefined);
  const hasTasks = rows.some(({ id }) => !Number.isNaN(model.system.series(id)?.most('tasks', from) ?? Number.NaN));
  return (
    <>
      <div class="charts">
        {(hasTasks ? [...charts, taskChart] : charts).map(({ column, title, about, say, steps }) => {
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
              table={chartTable(lines, column, from)}
              from={from / 1000}
              to={to / 1000}
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
