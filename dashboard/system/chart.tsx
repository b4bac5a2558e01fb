import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colourOf, isDark } from '../frame/index.ts';
import { sayTime } from '../words/index.ts';
import type { ChartLine, ChartTable } from './chart-data.ts';

interface ChartProps {
  readonly title: string;
  /** What it is, in a sentence, for those who do not know and those who do not see it. */
  readonly about: string;
  readonly lines: readonly ChartLine[];
  readonly table: ChartTable;
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
  readonly limit: number | undefined;
  readonly say: (value: number) => string;
  /** Distances at which values stand at the axis; absent: round decimal ones. */
  readonly steps?: number[] | undefined;
}

const height = 150;
const sync = 'system';

/** A few lines over time; what is over the limit is marked. */
export function Chart({ title, about, lines, table, from, to, limit, say, steps }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | undefined>(undefined);
  const dark = isDark.value;
  const shape = `${dark} ${lines.map(({ label, colour }) => `${colour} ${label}`).join('|')}`;
  const range = useRef([from, to]);
  range.current = [from, to];
  useEffect(() => {
    const box = place.current!;
    const width = () => Math.max(200, box.clientWidth);
    const drawn = new UPlot(
      optionsOf({ lines, limit, say, steps, width: width(), range: () => range.current }),
      table,
      box,
    );
    plot.current = drawn;
    const watch = new ResizeObserver(() => drawn.setSize({ width: width(), height }));
    watch.observe(box);
    return () => {
      watch.disconnect();
      drawn.destroy();
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(table), [table]);
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong> <span class="quiet">{about}</span>
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${about} ${newest(lines, table, say)}`} />
    </figure>
  );
}

interface Drawing extends Pick<ChartProps, 'lines' | 'limit' | 'say' | 'steps'> {
  readonly width: number;
  readonly range: () => number[];
}

function optionsOf({ lines, limit, say, steps, width, range }: Drawing): UPlot.Options {
  const axis = {
    stroke: colourOf('text-2'),
    grid: { stroke: colourOf('ground-3'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { sync: { key: sync }, y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: true, range: () => range() as [number, number] },
      y: { range: (_, __, most) => [0, Math.max(limit === undefined ? 0 : limit * 0.2, most ?? 0, 1e-9) * 1.12] },
    },
    axes: [
      { ...axis, size: 26, values: (_, splits) => splits.map(at => sayTime(at * 1000)), space: 90 },
      {
        ...axis,
        size: 68,
        ...(steps === undefined ? {} : { incrs: steps }),
        values: (_, splits) => splits.map(value => (value === 0 ? '0' : say(value))),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, colour }) => ({
        label,
        stroke: colourOf(colour),
        width: 1.5,
        points: { show: false },
      })),
    ],
    hooks: { draw: limit === undefined ? [] : [plot => markLimit(plot, limit)] },
  };
}

/** A dashed line at the limit, and a mark on each moment over it. */
function markLimit(plot: UPlot, limit: number): void {
  const { ctx, bbox, data } = plot;
  const ratio = UPlot.pxRatio;
  const colour = colourOf('error');
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = ctx.fillStyle = colour;
  const y = plot.valToPos(limit, 'y', true);
  if (y > bbox.top) {
    ctx.setLineDash([4 * ratio, 4 * ratio]);
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  const [times, ...columns] = data;
  for (const column of columns) {
    column.forEach((value, at) => {
      if (value === null || value === undefined || value < limit) return;
      const x = plot.valToPos(times[at]!, 'x', true);
      const top = plot.valToPos(value, 'y', true) - 3 * ratio;
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x - 4 * ratio, top - 7 * ratio);
      ctx.lineTo(x + 4 * ratio, top - 7 * ratio);
      ctx.fill();
    });
  }
  ctx.restore();
}

function newest(lines: readonly ChartLine[], [, ...columns]: ChartTable, say: (value: number) => string): string {
  return lines
    .flatMap(({ label }, at) => {
      const value = columns[at]?.findLast(one => one !== undefined);
      return value === null || value === undefined ? [] : [`${label} ${say(value)}`];
    })
    .join(', ');
}
