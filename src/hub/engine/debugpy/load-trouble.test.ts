import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { loadTrouble } from './load-trouble.ts';

const debugpys = `debugpy's adapter refused "attach": Timed out waiting for debug server to connect. Attach to PID failed.

--- Starting attach to pid: 7 ---
Running: gdb --nw --nh --nx --pid 7 --batch
`;
const traceback = `E+00000.424: Code injection into PID=7 failed:

             Traceback (most recent call last):
               File "cli.py", line 391, in attach_to_pid
                 add_code_to_python_process.run_python_code(
             subprocess.CalledProcessError: Command 'gdb --nw' returned non-zero exit status 1.
`;

test('a processor that gdb does not know: what would do', () => {
  const said = `${debugpys}Couldn't write extended state status: Bad address.\nNo symbol "DoAttach" in current context.\n${traceback}`;
  const { why, hint } = loadTrouble(said);
  match(why, /on this processor/);
  match(hint ?? '', /gdb 14 or later .*debugpy\.listen\(\)/);
});

test('any other cause: its lines, and none of where debugpy stood', () => {
  const said = `${debugpys}ptrace: Operation not permitted.\nNo symbol "DoAttach" in current context.\n${traceback}`;
  deepEqual(loadTrouble(said), {
    why: [
      `debugpy's adapter refused "attach": Timed out waiting for debug server to connect. Attach to PID failed.`,
      'ptrace: Operation not permitted.',
      'No symbol "DoAttach" in current context.',
    ].join('\n'),
  });
  equal(loadTrouble('').why, 'it did not say why.');
});
