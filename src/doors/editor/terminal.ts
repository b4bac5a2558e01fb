import { fail, isEddyError, nodeCrypto } from '../../base/index.ts';
import type { DapConnection } from '../../wire/dap/index.ts';
import type { EditorHub, EditorPorts } from './editor-ports.ts';
import type { LaunchWords } from './launch-words.ts';

export interface TerminalJob {
  readonly ports: EditorPorts;
  readonly connection: DapConnection;
  readonly words: LaunchWords;
  readonly kind: 'integrated' | 'external';
}

const startsWithinMs = 20_000;
const lookEveryMs = 20;

/** An `eddy run` in a terminal of the editor, whose program waits before its first line until we are there. */
export async function startInTerminal({ ports, connection, words, kind }: TerminalJob): Promise<EditorHub> {
  const name = `editor-${nodeCrypto().randomBytes(4).toString('hex')}`;
  const observe = words.observeOnly ? ['--observe-only'] : [];
  const include = words.include.flatMap(one => ['--include', one]);
  const exclude = words.exclude.flatMap(one => ['--exclude', one]);
  const python = words.python === undefined ? [] : ['--python', words.python];
  const options = ['--name', name, '--quiet', '--no-prompt', ...python, ...observe, ...include, ...exclude];
  const args = [...ports.runWords, ...options, '--wait', '--', ...words.words];
  await connection.request('runInTerminal', {
    kind,
    title: words.words.join(' '),
    cwd: words.cwd,
    args,
    env: words.env,
  });
  const until = ports.clock.monotonic() + startsWithinMs;
  for (;;) {
    try {
      return await ports.dial(name);
    } catch (error) {
      if (!isEddyError(error, 'no-run')) throw error;
      if (ports.clock.monotonic() >= until) {
        throw fail('no-run', `The program in the terminal did not begin within ${startsWithinMs / 1000} s.`, {
          hint: 'What went wrong stands in the terminal.',
          cause: error,
        });
      }
    }
    await new Promise<void>(resolve => void ports.clock.after(lookEveryMs, resolve, { holdsProcess: true }));
  }
}
