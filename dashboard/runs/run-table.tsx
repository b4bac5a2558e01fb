import type { StoredRun, TargetEnd } from '../../src/wire/protocol/index.ts';
import { addressOf } from '../frame/index.ts';
import { sayMoment, sayMs, sayNumber } from '../words/index.ts';

interface RunTableProps {
  readonly caption: string;
  readonly runs: readonly StoredRun[];
  readonly now: number;
  /** Where one leads to. */
  readonly addressFor: (run: StoredRun) => string;
  /** Of those that run: what is seen of one now; absent: they are over. */
  readonly seenNow?: (run: StoredRun) => SeenNow;
}

export interface SeenNow {
  readonly findings: number;
  /** Processes and threads. */
  readonly targets: number;
}

export function RunTable({ caption, runs, now, addressFor, seenNow }: RunTableProps) {
  return (
    <div class="scroll-x">
      <table class="runs">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Program</th>
            <th scope="col">Started</th>
            <th scope="col" class="number">
              For
            </th>
            <th scope="col">{seenNow === undefined ? 'End' : 'Processes and threads'}</th>
            <th scope="col" class="number">
              Findings
            </th>
            {seenNow === undefined && (
              <>
                <th scope="col" class="number">
                  Flows
                </th>
                <th scope="col" class="number">
                  Events
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {runs.map(run => {
            const { id, name, words, cwd, pid, started, ended, end, seen, unheard } = run;
            const isOver = seenNow === undefined;
            const told = seenNow?.(run);
            return (
              <tr key={id}>
                <th scope="row">
                  <a href={addressFor(run)}>{name ?? words.join(' ')}</a>
                  <div class="quiet mono" title={cwd}>
                    {name === undefined ? '' : `${words.join(' ')} · `}pid {pid}
                  </div>
                </th>
                <td>{sayMoment(started, now)}</td>
                <td class="number">{sayMs((ended ?? (isOver ? Number.NaN : now)) - started)}</td>
                <td class={isBad(end) ? 'error-text' : ''}>{told?.targets ?? endWords(ended, end)}</td>
                <td class="number">{sayNumber(told?.findings ?? seen?.findings ?? Number.NaN)}</td>
                {isOver && <td class="number">{sayNumber(seen?.flows ?? Number.NaN)}</td>}
                {isOver && (
                  <td class="number">
                    {sayNumber(seen?.events ?? Number.NaN)}
                    {unheard !== undefined && <div class="error-text">{sayNumber(unheard)} lost</div>}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Where one is looked at: what is shown there is of it alone. */
export function liveAddress({ id }: StoredRun): string {
  return addressOf('river', [], { run: id, past: '' });
}

export function pastAddress({ id }: StoredRun): string {
  return addressOf('river', [], { run: '', past: id });
}

function endWords(ended: number | undefined, end: TargetEnd | undefined): string {
  if (ended === undefined) return 'nobody saw it';
  switch (end?.how) {
    case 'exit':
      return `exit ${end.code}`;
    case 'signal':
      return end.signal;
    case 'terminated':
      return 'terminated';
    case 'lost':
      return 'lost';
    default:
      return 'ended';
  }
}

/** Not by itself with 0, nor as somebody asked. */
function isBad(end: TargetEnd | undefined): boolean {
  if (end?.how === 'exit') return end.code !== 0;
  return end?.how === 'lost' || (end?.how === 'signal' && end.signal !== 'SIGINT' && end.signal !== 'SIGTERM');
}
