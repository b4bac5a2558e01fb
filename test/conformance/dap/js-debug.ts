import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { jsDebugServer, withoutJsDebug } from '../../launch/js-debug.ts';
import { allOver, familyOf } from '../../launch/processes.ts';
import type { Adapter } from './adapter.ts';

/** The adapter of VS Code for Node, as a server of its own for each test. */
export const jsDebug: Adapter = {
  name: 'js-debug',
  skip: withoutJsDebug(),
  language: 'cjs',
  clientOptions: { initialize: { adapterID: 'pwa-node' } },
  async open(t) {
    const server = await jsDebugServer();
    t.after(async () => {
      const family = familyOf(server.pid);
      await server.close();
      await allOver(family);
    });
    return { place: { host: '127.0.0.1', port: server.port }, pid: () => (server.isOver() ? undefined : server.pid) };
  },
  launchOf: (program, args) => ({
    type: 'pwa-node',
    request: 'launch',
    name: 'conformance',
    program,
    args,
    runtimeExecutable: process.execPath,
    console: 'internalConsole',
    outputCapture: 'std',
    // Else a pause in Node's own code steps out of it, 44 ms a line.
    smartStep: false,
  }),
  async attachable(t, program) {
    const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', program], { stdio: ['ignore', 'pipe', 'pipe'] });
    const over = once(child, 'exit');
    t.after(async () => {
      child.kill('SIGKILL');
      await over;
    });
    const [said] = await once(child.stderr, 'data');
    const port = Number(/ws:\/\/127\.0\.0\.1:(\d+)/.exec(String(said))?.[1]);
    const attach = { type: 'pwa-node', request: 'attach', name: 'conformance', address: '127.0.0.1', port };
    return { pid: child.pid as number, attach };
  },
  offers: {
    functions: false,
    children: true,
    // It hears no error of its connection: what it writes to one that was cut ends it.
    network: false,
    wholeFrames: true,
    // It does, and now and then, on a crowded machine, a pause is lost.
    pausesIdle: false,
    sessions: false,
  },
  filters: { raised: 'all', uncaught: 'uncaught' },
};
