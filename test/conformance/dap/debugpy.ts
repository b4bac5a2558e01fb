import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { debianPython, withoutDebugpy } from '../../launch/index.ts';
import type { Adapter } from './adapter.ts';

/** Debian's debugpy, its adapter started by the client. */
export const debugpy: Adapter = {
  name: 'debugpy',
  skip: withoutDebugpy(),
  language: 'py',
  open: async () => ({
    place: { command: debianPython, args: ['-m', 'debugpy.adapter'], name: 'debugpy' },
    pid: () => undefined,
  }),
  launchOf: (program, args) => ({
    program,
    args,
    python: [debianPython, '-Xfrozen_modules=off'],
    console: 'internalConsole',
    justMyCode: true,
    subProcess: true,
  }),
  async attachable(t, program) {
    const port = await freePort();
    const child = spawn(debianPython, [
      '-Xfrozen_modules=off',
      '-m',
      'debugpy',
      '--listen',
      `127.0.0.1:${port}`,
      program,
    ]);
    const over = once(child, 'exit');
    t.after(async () => {
      child.kill('SIGKILL');
      await over;
    });
    // It listens before the program runs, and the program says its pid first.
    await once(child.stdout, 'data');
    // debugpy has started an adapter beside it, which takes clients there.
    const opened = { place: { host: '127.0.0.1', port }, pid: () => undefined };
    return { pid: child.pid as number, attach: { justMyCode: true }, opened };
  },
  offers: {
    functions: true,
    children: true,
    network: true,
    wholeFrames: true,
    pausesIdle: true,
    sessions: false,
  },
  filters: { raised: 'raised', uncaught: 'uncaught' },
};

/** debugpy cannot tell which port it took; this one was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}
