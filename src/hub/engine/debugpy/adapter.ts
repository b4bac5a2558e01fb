import { existsSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, fail, nodeCrypto } from '../../../base/index.ts';
import { type ChildStreams, startAdapter } from '../../../wire/dap/index.ts';
import type { WantedBreakpoints } from '../../../wire/protocol/index.ts';

export interface Adapter {
  readonly streams: ChildStreams;
  /** What the target's debugpy must say to it. */
  readonly token: string;
}

/** Debugpy's own adapter, for a process that is no target yet: it dials none of ours. */
export async function openAdapterFor(pid: number, python: string, clock: Clock): Promise<ChildStreams> {
  const env = { EDDY_HUB: '', EDDY_ADAPTER_TOKEN: nodeCrypto().randomBytes(24).toString('base64url') };
  return startAdapter({ command: python, args: [script()], env, name: `debugpy's adapter of process ${pid}`, clock });
}

/** Debugpy's own adapter, run by the interpreter of the target. It ends with its streams. */
export async function openAdapter(pid: number, wanted: WantedBreakpoints, clock: Clock): Promise<Adapter> {
  mustBeOf(pid, wanted);
  const token = nodeCrypto().randomBytes(24).toString('base64url');
  // Ours is no target, and says nothing on the debugged program's behalf.
  const env = { EDDY_HUB: '', EDDY_ADAPTER_TOKEN: token, PYTHONUNBUFFERED: '1', PYDEVD_DISABLE_FILE_VALIDATION: '1' };
  const name = `debugpy's adapter of process ${pid}`;
  const streams = await startAdapter({ command: wanted.python, args: [script(), wanted.debugpy], env, name, clock });
  return { streams, token };
}

/** A target names the program that we start for it: no other than the one that it is run by, here. */
function mustBeOf(pid: number, { python, debugpy }: WantedBreakpoints): void {
  if (process.platform === 'linux') {
    if (tryRead(() => readlinkSync(`/proc/${pid}/exe`)) !== tryRead(() => realpathSync(python)))
      throw fail(
        'refused',
        `Process ${pid} is not run by ${python} on this machine, so debugpy cannot be started for it.`,
        {
          hint: 'Run the hub where the program runs.',
        },
      );
  }
  if (tryRead(() => statSync(join(debugpy, 'debugpy', '__init__.py')).isFile()) !== true)
    throw fail('no-adapter', `There is no debugpy in ${debugpy}.`, {
      hint: `Install it: ${python} -m pip install debugpy.`,
    });
}

/** The folder that our agent is imported from. */
export function pythonRoot(): string {
  return dirname(dirname(dirname(script())));
}

/** Built, it lies beside us with all that a Python program loads; else where its source is. */
function script(): string {
  const ours = ['python', '../../../../python'].map(folder =>
    join(import.meta.dirname, folder, 'eddy_agent', 'probes', 'adapter.py'),
  );
  const found = ours.find(path => existsSync(path));
  if (found === undefined) throw fail('not-built', `${ours[0]} is missing.`, { hint: 'Build Eddy: npm run build.' });
  return found;
}

function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
