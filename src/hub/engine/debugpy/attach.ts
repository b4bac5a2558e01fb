import { accessSync, constants, existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { type Clock, fail } from '../../../base/index.ts';
import { dialDap } from '../../../wire/dap/index.ts';
import { openAdapterFor, pythonRoot } from './adapter.ts';
import { Attachment } from './attachment.ts';
import { loadTrouble } from './load-trouble.ts';

export interface Joined {
  readonly pid: number;
  readonly attachment: Attachment;
  readonly whose: 'ours' | 'theirs';
}

/** A program that listens by debugpy. */
export async function attachByPort(host: string, port: number, clock: Clock): Promise<Joined> {
  const streams = await dialDap({ host, port }, { clock }).catch(cause => {
    throw fail(
      'no-adapter',
      `No program can be attached to at ${host}:${port}: nothing that debugs it answers there.`,
      {
        hint: 'Let it listen: node --inspect=PORT app.mjs, or debugpy.listen(PORT) in Python. Or give its pid.',
        cause,
      },
    );
  });
  const attachment = new Attachment(streams, clock);
  try {
    return { pid: await attachment.join({}), attachment, whose: 'theirs' };
  } catch (cause) {
    await attachment.close();
    throw fail('refused', `What listens at ${host}:${port} did not let us in: ${(cause as Error).message}`, {
      hint: 'Is it debugpy, as by debugpy.listen() or python -m debugpy --listen? One client at a time is let in.',
      cause,
    });
  }
}

/** A program that runs and knows nothing of debugpy: gdb loads it there. */
export async function attachByPid(pid: number, clock: Clock): Promise<Joined> {
  const python = interpreterOf(pid);
  mayTrace(pid);
  const attachment = new Attachment(await openAdapterFor(pid, python, clock), clock);
  try {
    await attachment.join({ processId: pid });
    return { pid, attachment, whose: 'ours' };
  } catch (cause) {
    await attachment.close();
    const { why, hint = `${traceHint} See also that ${python} -m debugpy --version works.` } = loadTrouble(
      (cause as Error).message,
    );
    throw fail('refused', `Debugpy could not be loaded into process ${pid}: ${why}`, { hint, cause });
  }
}

/** What the program is told so that it becomes a target. */
export function agentCode(hub: { readonly socket: string; readonly token: string }): string {
  const words = (value: unknown) => JSON.stringify(value);
  const environment = { EDDY_HUB: hub.socket, EDDY_TOKEN: hub.token, EDDY_OPTIONS_JSON: '{}' };
  return [
    'import sys',
    `sys.path.insert(0, ${words(pythonRoot())})`,
    'try:',
    '    from eddy_agent.probes import inject as _eddy_inject',
    'finally:',
    `    sys.path.remove(${words(pythonRoot())})`,
    `_eddy_inject.start(${words(environment)})`,
  ].join('\n');
}

const traceHint =
  'Linux lets a process be traced by its parents alone where /proc/sys/kernel/yama/ptrace_scope is 1: as root set it to 0, or run eddy with sudo, or have the program call debugpy.listen() and attach to its port.';

function interpreterOf(pid: number): string {
  const exe = tryRead(() => readlinkSync(`/proc/${pid}/exe`));
  if (exe === undefined) {
    if (existsSync(`/proc/${pid}`))
      throw fail('refused', `Process ${pid} is another user's: it cannot be attached to.`, {
        hint: 'Run eddy as that user.',
      });
    throw fail('no-run', `There is no process ${pid}.`, { hint: 'See: eddy runs, or ps.' });
  }
  const name = basename(exe);
  if (!/^python\d*(\.\d+)*$/.test(name))
    throw fail('refused', `Process ${pid} is ${name}. Only Python programs can be attached to so far.`, {
      hint: 'Start a Node program under Eddy: eddy run PROGRAM.',
    });
  // A virtual environment runs the same file, and has packages of its own.
  const own = tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]) ?? '';
  return own.startsWith('/') && existsSync(own) ? own : exe;
}

function mayTrace(pid: number): void {
  const hasGdb = (process.env.PATH ?? '').split(delimiter).some(folder => isExecutable(join(folder, 'gdb')));
  if (!hasGdb)
    throw fail('refused', `gdb is not here, which loads debugpy into process ${pid}.`, {
      hint: 'Install it, as by apt install gdb; or have the program call debugpy.listen() and attach to its port.',
    });
  const scope = tryRead(() => readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8').trim());
  if (scope !== undefined && scope !== '0' && process.getuid?.() !== 0)
    throw fail('refused', `This system does not let process ${pid} be traced (ptrace_scope is ${scope}).`, {
      hint: traceHint,
    });
}

function isExecutable(path: string): boolean {
  return tryRead(() => accessSync(path, constants.X_OK) ?? true) === true;
}

function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
