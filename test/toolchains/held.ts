import { deepEqual, equal, match } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHub } from '../../src/doors/client/index.ts';
import type { Report } from '../../src/wire/protocol/index.ts';
import { calm, type Ended, eddy, lineOf, until } from '../launch/index.ts';
import type { Owner, Prepared } from './prepared.ts';
import { homeOf } from './toolchain.ts';

export type Said = Pick<Ended, 'status' | 'stdout' | 'stderr'>;

/** Runs it under Eddy: one request is held on the original line, looked at, and let go. */
export async function runHeld(t: Owner, prepared: Prepared, more: NodeJS.ProcessEnv): Promise<Said> {
  const { toolchain, node, command, cwd, env, temporary } = prepared;
  const file = join(homeOf(toolchain), toolchain.source);
  const line = lineOf(file, 'held');
  const report = join(temporary, 'report.json');
  const asked = ['--hold', `${file}:${line}`, '--match', `path:${toolchain.path}`, '--report', report, '--quiet'];
  const child = spawn(node, [eddy, 'run', ...asked, ...command], {
    cwd,
    env: { ...process.env, ...calm, ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = hear(child);
  const closed = once(child, 'close') as Promise<[number | null]>;
  t.after(async () => {
    child.kill('SIGTERM');
    await closed;
  });
  if (toolchain.refused === undefined) await look(t, prepared, child, { file, line }, said);
  const [status] = await closed;
  const told = readFileSync(report, 'utf8');
  // Nothing is wrong in these programs.
  deepEqual((JSON.parse(told) as Report).findings, []);
  if (toolchain.refused !== undefined) match(told, toolchain.refused);
  return { status, ...said };
}

async function look(
  t: Owner,
  { temporary, toolchain: { renames } }: Prepared,
  child: ChildProcess,
  place: { readonly file: string; readonly line: number },
  said: Readonly<Record<string, string>>,
): Promise<void> {
  const orEnded = <T>(ask: () => Promise<T | undefined>) =>
    until(() => {
      if (child.exitCode !== null) throw new Error(`It was over before it was held: ${JSON.stringify(said)}`);
      return ask();
    });
  const hub = await orEnded(() => openHub(String(child.pid), 'test', [temporary]).catch(() => undefined));
  t.after(() => hub.close());
  const held = await orEnded(async () => (await hub.ask('holds', {})).holds[0]);
  deepEqual({ file: held.place.file, line: held.place.line }, place);
  const { variables } = await hub.ask('variables', { hold: held.id });
  const total = variables.find(({ name, value }) => (renames === true ? value === 7 : name === 'total'));
  equal(total?.value, 7);
  equal((await hub.ask('evaluate', { hold: held.id, expression: `${total.name} * 6` })).value, 42);
  equal((await hub.ask('resume', { hold: held.id })).holds.length, 1);
}

function hear(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  return said;
}
