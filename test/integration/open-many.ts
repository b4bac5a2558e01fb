// The program of many sessions under Eddy, its hub, and requests to it.
import { deepEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type AgentOptions, get } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import { eddy, lineOf, root, until } from '../launch/index.ts';

export const programs = join(root, 'test/targets/sessions');
const program = join(programs, 'many.mjs');
export const add = lineOf(program, 'add');

export interface Many {
  readonly hub: Hub;
  readonly folder: string;
  readonly pid: string;
  ask(path: string, headers?: Record<string, string>): Promise<Record<string, unknown>>;
}

export async function openMany(t: TestContext, agentOptions: AgentOptions = {}): Promise<Many> {
  const folder = mkdtempSync('/tmp/er-');
  const child = spawn(process.execPath, [eddy, 'run', '--quiet', program], {
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const agent = new Agent({ keepAlive: true, ...agentOptions });
  const ended = once(child, 'exit');
  t.after(async () => {
    agent.destroy();
    child.kill('SIGTERM');
    deepEqual(await ended, [0, null]);
    rmSync(folder, { recursive: true, force: true });
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(/port (\d+)/.exec(String(said))?.[1]);
  const hub = await openHub(String(child.pid), 'test', [folder]);
  t.after(() => hub.close());
  // The program runs before its target has dialled in.
  await until(async () => (await hub.ask('flows', {})).targets.find(({ activity }) => activity !== undefined));
  const ask = (path: string, headers: Record<string, string> = {}) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      get({ port, path, agent, headers }, response => {
        let text = '';
        response.on('data', part => {
          text += part;
        });
        response.on('end', () => resolve(JSON.parse(text) as Record<string, unknown>));
      }).on('error', reject);
    });
  return { hub, folder, pid: String(child.pid), ask };
}
