import { addressOf } from '../frame/index.ts';
import type { Model, SystemSample } from '../model/index.ts';
import { sayAgo, sayBytes, sayMs, sayNumber, sayPercent, sayTime } from '../words/index.ts';
import type { SystemAlert } from './alerts.ts';

export interface TargetRow {
  readonly id: string;
  readonly last: SystemSample | undefined;
  /** Of its line; undefined: it has none. */
  readonly colour: string | undefined;
  readonly alerts: readonly SystemAlert[];
}

interface TargetTableProps {
  readonly model: Model;
  readonly rows: readonly TargetRow[];
  readonly now: number;
}

/** A target that says nothing for so long is at something else. */
const silentMs = 5_000;

export function TargetTable({ model, rows, now }: TargetTableProps) {
  const hasTasks = rows.some(({ last }) => last?.figures.tasks !== undefined);
  return (
    <div class="scroll-x">
      <table class="targets">
        <caption class="unseen">The newest figures of each process and thread</caption>
        <thead>
          <tr>
            <th scope="col">Process or thread</th>
            <th scope="col" class="number" title="Of one core: 150 % is one and a half cores">
              CPU
            </th>
            <th scope="col" class="number" title="Of the whole process: resident, and the most it ever was">
              Memory, peak
            </th>
            <th scope="col" class="number" title="Of this thread">
              Heap
            </th>
            <th scope="col" class="number" title="Share of time in which the event loop was not idle">
              Loop busy
            </th>
            <th scope="col" class="number" title="How late the event loop turned: at most in the last second, and ever">
              Loop late, ever
            </th>
            {hasTasks && (
              <th scope="col" class="number" title="Alive: those of asyncio, or that the program has tracked">
                Tasks
              </th>
            )}
            <th scope="col" class="number" title="What keeps the event loop alive">
              Handles
            </th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.id} model={model} row={row} now={now} hasTasks={hasTasks} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly model: Model;
  readonly row: TargetRow;
  readonly now: number;
  readonly hasTasks: boolean;
}

function Row({ model, row, now, hasTasks }: RowProps) {
  const { id, last, colour, alerts } = row;
  const info = model.target(id);
  const process = last?.figures.process;
  const loop = last?.figures.loop;
  const isWorker = info?.kind === 'worker';
  const newest = alerts.at(-1);
  const isNow = newest !== undefined && last !== undefined && newest.to === last.at && info?.ended === undefined;
  return (
    <tr>
      <th scope="row">
        <span class="swatch" data-colour={colour} aria-hidden="true" />
        <a href={addressOf('river', [], { target: id })} title="Its flows in the river">
          {model.targetTitle(id)}
        </a>
        <div class="quiet">{runtimeWords(info)}</div>
        {newest !== undefined && (
          <span class={`chip ${isNow ? 'error' : ''}`}>
            {newest.rule.what} {isNow ? 'now' : model.past === undefined ? sayAgo(newest.to, now) : sayTime(newest.to)}
          </span>
        )}
      </th>
      <td class="number">
        {sayPercent(isWorker ? (last?.threadCpuPercent ?? Number.NaN) : (last?.cpuPercent ?? Number.NaN))}
      </td>
      <td class="number">
        {isWorker ? (
          <span class="quiet" title="Memory is the process’s">
            with its process
          </span>
        ) : (
          <Two value={sayBytes(process?.rssBytes ?? Number.NaN)} most={sayBytes(process?.rssPeakBytes ?? Number.NaN)} />
        )}
      </td>
      <td class="number">{sayBytes(process?.heapUsedBytes ?? Number.NaN)}</td>
      <td class="number">{sayPercent(last?.loopPercent ?? Number.NaN)}</td>
      <td class="number">
        <Two value={sayMs(last?.delayMaxMs ?? Number.NaN)} most={sayMs(loop?.worstDelayMs ?? Number.NaN)} />
      </td>
      {hasTasks && <td class="number">{sayNumber(last?.figures.tasks?.live ?? Number.NaN)}</td>}
      <td class="number">{sayNumber(process?.handleCount ?? Number.NaN)}</td>
      <td>{seenWords(model, row, now)}</td>
    </tr>
  );
}

function Two({ value, most }: { readonly value: string; readonly most: string }) {
  return (
    <>
      {value}
      <div class="quiet">{most}</div>
    </>
  );
}

function runtimeWords(info: ReturnType<Model['target']>): string {
  if (info === undefined) return '';
  const runtime = info.python === undefined ? `Node ${info.node}` : `Python ${info.python}`;
  return info.ended === undefined ? runtime : `${runtime}, ended`;
}

function seenWords(model: Model, { id, last }: TargetRow, now: number) {
  if (model.target(id)?.ended !== undefined) return 'at its end';
  if (last === undefined) return <span class="quiet">nothing yet</span>;
  if (now - last.at < silentMs) return 'now';
  return (
    <span class="error-text" title="It tells by itself, about once a second: its thread is busy, or stopped">
      silent: {sayAgo(last.at, now)}
    </span>
  );
}
