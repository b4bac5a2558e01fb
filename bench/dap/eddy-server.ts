import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eddy } from '../../test/launch/index.ts';
import type { OpenMeasurable } from './adapters.ts';

/** `eddy serve --dap`: one process for any number of programs. */
export async function openEddyServer(node: string): Promise<OpenMeasurable> {
  const own = mkdtempSync(join(tmpdir(), 'eddy-bench-'));
  const child = spawn(node, [eddy, 'serve', '--store', 'memory', '--dap', '0', '--json'], {
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: own, XDG_STATE_HOME: own },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { ready, folder } = JSON.parse(line.toString()) as { ready: { listens: string[] }; folder: string };
  return {
    place: { host: '127.0.0.1', port: Number(/:(\d+)$/.exec(ready.listens.at(-1) ?? '')?.[1]) },
    pid: child.pid as number,
    more: { token: readFileSync(join(folder, 'token'), 'utf8').trim() },
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(own, { recursive: true, force: true });
    },
  };
}
