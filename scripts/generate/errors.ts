import { errorTable } from '../../src/base/index.ts';
import { page, table } from './markdown.ts';

export function errorsPage(): string {
  const rows = Object.entries(errorTable).map(([code, row]) => [
    `\`${code}\``,
    String(row.exit),
    String(row.dap),
    String(row.http),
    row.about,
  ]);
  return page(
    'Errors',
    'src/base/errors.ts',
    'Every error of ours is an `EddyError` with a `code` from this closed list, a message that says what failed with which values, and where it can a `hint` that says what to do. `isEddyError(error, code)` tells one also across two copies of Eddy in one process.',
    'The exit status is that of the `eddy` command when such an error ends it. While a program runs, `eddy run` exits with the program’s own status.',
    table(['code', 'exit status', 'DAP id', 'HTTP status', 'meaning'], rows),
  );
}
