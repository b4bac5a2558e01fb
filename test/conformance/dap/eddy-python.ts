import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { debianPython, eddy, withoutDebugpy } from '../../launch/index.ts';
import type { Adapter } from './adapter.ts';

/** Our own server on its standard streams, with a Python program. */
export const eddyPython: Adapter = {
  name: 'eddy with Python',
  skip: withoutDebugpy(),
  language: 'py',
  open: async () => ({
    place: { command: process.execPath, args: [eddy, 'dap'], name: 'eddy' },
    pid: () => undefined,
  }),
  launchOf: (program, args) => ({ program, args, python: debianPython, console: 'internalConsole' }),
  async attachable(t, program) {
    const child = spawn(process.execPath, [eddy, 'run', '--quiet', debianPython, program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const over = once(child, 'close');
    t.after(async () => {
      // It passes this on to the program.
      child.kill();
      await over;
    });
    await once(child.stdout, 'data');
    return { pid: child.pid as number, attach: { run: String(child.pid) } };
  },
  offers: {
    functions: false,
    children: true,
    network: false,
    wholeFrames: false,
    pausesIdle: false,
    sessions: true,
  },
  filters: { raised: 'throw', uncaught: 'uncaught' },
};
