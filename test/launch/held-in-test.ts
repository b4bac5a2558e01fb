import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { Hold } from '../../src/wire/protocol/index.ts';
import { type RunOptions, until } from './index.ts';

export interface HeldInTest {
  readonly hub: Hub;
  readonly held: Hold;
  readonly line: number;
  /** Settles with the exit status of Eddy and what it said on standard error. */
  end(): Promise<{ readonly status: number | null; readonly said: string }>;
}

/** Eddy with a run of tests, up to where one of them is held: in `file`, at the line that has this text. */
export async function heldInTest(
  t: TestContext,
  at: { readonly cwd: string; readonly file: string; readonly text: string; readonly env: RunOptions['env'] },
  words: (hold: string) => readonly string[],
): Promise<HeldInTest> {
  const lines = readFileSync(join(at.cwd, at.file), 'utf8').split('\n');
  const line = lines.findIndex(one => one.includes(at.text)) + 1;
  const state = mkdtempSync('/tmp/et-');
  const child = spawn(process.execPath, words(`${at.file}:${line}`), {
    cwd: at.cwd,
    env: { ...process.env, ...at.env, TMPDIR: state },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', chunk => {
    said += chunk;
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(state, { recursive: true, force: true });
  });
  const hub = await until(() => {
    if (child.exitCode !== null) throw new Error(`It ended early: ${said}`);
    return openHub(String(child.pid), 'test', [state]).catch(() => undefined);
  });
  t.after(() => hub.close());
  const held = await until<Hold>(async () => (await hub.ask('holds', {})).holds[0]);
  return { hub, held, line, end: async () => ({ status: (await ended)[0], said }) };
}
