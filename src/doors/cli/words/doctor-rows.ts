import type { DoctorRow } from '../ports.ts';
import type { Paint } from './paint.ts';
import { oneLine } from './place.ts';

const whatWidth = 20;
const marks: Readonly<Record<DoctorRow['state'], string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', skipped: '-' };

/** One row, and below it what to do. */
export function doctorRow({ what, state, saw, toDo }: DoctorRow, paint: Paint): string {
  const mark = marks[state].padEnd(4);
  const shown =
    state === 'fail'
      ? paint.severity('error', mark)
      : state === 'warn'
        ? paint.severity('warning', mark)
        : paint.dim(mark);
  const row = `${shown}  ${paint.bold(what.padEnd(whatWidth))}  ${oneLine(saw)}\n`;
  return toDo === undefined ? row : `${row}      ${' '.repeat(whatWidth)}  to do: ${oneLine(toDo)}\n`;
}

/** How many there are of each. */
export function doctorSum(rows: readonly DoctorRow[]): string {
  const count = (state: DoctorRow['state']) => rows.filter(row => row.state === state).length;
  const parts = [
    `${count('ok')} ok`,
    ...(count('warn') > 0 ? [`${count('warn')} to look at`] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
  ];
  const failed = count('fail');
  return `${failed === 0 ? 'Eddy works here' : `${failed} failed`}: ${parts.join(', ')}\n`;
}
