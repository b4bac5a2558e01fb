import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eddy, folder } from '../../launch/index.ts';
import type { Adapter } from './adapter.ts';

/** Our own server on its standard streams, with a Node program. */
export const eddyNode: Adapter = {
  name: 'eddy',
  skip: false,
  language: 'cjs',
  open: async t => ({
    // Nothing of an earlier run is found: sources get their gates anew.
    place: { command: process.execPath, args: [eddy, 'dap'], name: 'eddy', env: { EDDY_CACHE: folder(t) } },
    pid: () => undefined,
  }),
  // A breakpoint of a session without matchers concerns every flow; the main one has none and is stopped.
  launchOf: (program, args) => ({ program, args, console: 'internalConsole' }),
  async attachable(t, program) {
    const child = spawn(process.execPath, [eddy, 'run', program], { stdio: ['ignore', 'pipe', 'pipe'] });
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
    wholeFrames: true,
    pausesIdle: true,
    sessions: true,
  },
  filters: { raised: 'throw', uncaught: 'uncaught' },
};
