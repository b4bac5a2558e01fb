/** test/launch: real programs, bare or under Eddy, ended by their own pid. It knows dist/ and no source of ours. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { isInstalled } from '../../scripts/fixtures.js';
import { nodePath, tryNodePath } from '../../scripts/nodes.js';
import type { Finding, Report } from '../../src/wire/protocol/index.ts';

export const root = resolve(import.meta.dirname, '../..');
export const eddy = join(root, 'dist/main.js');
export const preload = join(root, 'dist/register.cjs');
export const nodeMajors = [22, 24, 26] as const;
export { nodePath };

/** Why tests on a Node are skipped; false where it is here, as the set-up sees to where it can. */
export function withoutNode(major: number): string | false {
  return tryNodePath(major) === undefined && `Node ${major} is not here; npm test gets it, with a network`;
}

/** Why tests with the packages of a fixture are skipped; false where they are here. In CI they must be. */
export function withoutFixture(name: string): string | false {
  const isHere = isInstalled(join(root, 'test', name));
  return (
    !isHere &&
    process.env.CI !== 'true' &&
    `the packages of test/${name} are not here; npm test gets them, with a network`
  );
}

/** For programs of which all findings are asserted, or whole values: a machine that is busy with other tests blocks loops, too, and takes more than the 5 ms that a capture has. */
export const calm = { EDDY_LIMITS: '{"loopBlockedMs":10000}', EDDY_CAPTURE_TIME: '1s' };

/** What a person runs tries another each time; CI the same, so that what it finds is of the change. */
export function freshSeed(): number {
  return process.env.CI === 'true' ? 20_261 : Math.floor(Math.random() * 2 ** 31);
}

/** Debian's interpreter, for which its packages are installed. */
export const debianPython = '/usr/bin/python3';

/** Why tests with real debugpy are skipped; false where it is here. In CI it must be. */
export function withoutDebugpy(): string | false {
  const isHere = existsSync(debianPython) && existsSync('/usr/lib/python3/dist-packages/debugpy');
  return !isHere && process.env.CI !== 'true' && 'debugpy is not here: apt-get install python3-debugpy';
}

export interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Record<string, string | undefined>;
  readonly stdin?: string;
  readonly cwd?: string;
  /** Past it, it and what it started are killed, and run() fails with what was said; 30 s unless told. */
  readonly deadlineMs?: number;
  readonly onChild?: (child: ChildProcess) => void;
}

/** Groups that run. Who ends the tests early, by Ctrl-C too, ends these. */
const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) killGroup(pid);
});

/** Runs a command to its end. It leads a process group of its own, so that its deadline ends Eddy's program with Eddy. */
export function run(command: string, words: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(command, words, {
    cwd: options.cwd ?? root,
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  options.onChild?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  const deadlineMs = options.deadlineMs ?? 30_000;
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      if (pid !== undefined) killGroup(pid);
      // Not when its pipes close: what left the group may hold them for ever.
      for (const pipe of child.stdio) pipe?.destroy();
      const said = `Standard output:\n${stdout}\nStandard error:\n${stderr}`;
      reject(new Error(`${[command, ...words].join(' ')} was not over after ${deadlineMs} ms. ${said}`));
    }, deadlineMs);
    child.on('exit', () => {
      // Its number may be another's from now on; what it left in the group is the test's to look after.
      if (pid !== undefined) running.delete(pid);
    });
    child.on('error', error => {
      clearTimeout(deadline);
      reject(error);
    });
    child.on('close', (status, signal) => {
      clearTimeout(deadline);
      resolve({ status, signal, stdout, stderr });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is over.
  }
}

/** A folder that goes with the test. */
export function folder(t: Pick<TestContext, 'after'>): string {
  const path = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface Reported extends Ended {
  readonly report: Report;
}

/** `eddy run --report` on a program. */
export async function runUnderEddy(
  t: TestContext,
  words: readonly string[],
  options: RunOptions & { readonly node?: string; readonly flags?: readonly string[] } = {},
): Promise<Reported> {
  const file = join(folder(t), 'report.json');
  const ended = await run(
    options.node ?? process.execPath,
    [eddy, 'run', '--report', file, ...(options.flags ?? []), ...words],
    options,
  );
  return { ...ended, report: JSON.parse(readFileSync(file, 'utf8')) as Report };
}

/** Kinds with counts, for messages of failed tests. */
export function kindsOf(findings: readonly Finding[]): string[] {
  return findings.map(one => one.kind).sort();
}

/** 1-based line of the only `@mark` comment in a file. */
export function lineOf(file: string, mark: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = lines.flatMap((line, at) => (new RegExp(`(?://|#) .*@${mark}\\b`).test(line) ? [at + 1] : []));
  if (found.length !== 1) throw new Error(`${file} has ${found.length} lines marked @${mark}, not one.`);
  return found[0] as number;
}

/** Asks until it is so. It leaves the machine to those that it waits for, and fails when it has waited in vain. */
export async function until<T>(look: () => Promise<T | undefined>, withinMs = 60_000): Promise<T> {
  for (const end = performance.now() + withinMs; ; ) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`It was not so within ${withinMs / 1000} s: ${look}`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
