import { type ChildProcess, spawn } from 'node:child_process';
import { fail } from '../../../base/index.ts';
import type { TargetEnd } from '../../../wire/protocol/index.ts';
import type { Environment } from './environment.ts';
import type { Program } from './program.ts';

export interface Launched {
  readonly pid: number;
  /** How it ended, as its parent sees it. */
  readonly ended: Promise<ProgramEnd>;
  /** It has ended, and so has everybody who writes where it wrote. */
  readonly silent: Promise<void>;
  /** What is still written is read no more. */
  deafen(): void;
  signal(name: NodeJS.Signals): void;
}

/** As its parent sees it. */
export type ProgramEnd = { readonly how: 'exit'; readonly code: number } | Extract<TargetEnd, { how: 'signal' }>;

export interface Place {
  readonly env: Environment;
  readonly cwd: string;
  /** Open files that it gets under the same numbers, beside the three standard ones. */
  readonly files: readonly number[];
  /** Its standard input: ours, or one that has nothing to read. */
  readonly input: 'inherit' | 'ignore';
  /** Takes what it writes; absent: standard output and error are ours. */
  readonly onOutput?: (which: OutputName, chunk: Buffer) => void;
}

export type OutputName = 'stdout' | 'stderr';

/** Starts it with our standard input, output and error (unless told): they are the program's, we read and change nothing. */
export async function launch(program: Program, place: Place): Promise<Launched> {
  const child = trySpawn(program, place);
  const { promise: ended, resolve } = Promise.withResolvers<ProgramEnd>();
  // Before anything is awaited: a program can end at once.
  child.once('exit', (code, signal) => {
    resolve(signal === null ? { how: 'exit', code: code ?? 0 } : { how: 'signal', signal });
  });
  if (child.pid === undefined) {
    const { promise, reject } = Promise.withResolvers<never>();
    child.once('error', cause => reject(cannotStart(program, cause)));
    return promise;
  }
  // Later errors are of kill() only: the process is gone then.
  child.on('error', () => {});
  const { onOutput } = place;
  if (onOutput !== undefined) {
    child.stdout?.on('data', (chunk: Buffer) => onOutput('stdout', chunk)).on('error', () => {});
    child.stderr?.on('data', (chunk: Buffer) => onOutput('stderr', chunk)).on('error', () => {});
  }
  const { promise: silent, resolve: closed } = Promise.withResolvers<void>();
  child.once('close', () => closed());
  const deafen = () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  return { pid: child.pid, ended, silent, deafen, signal: name => child.kill(name) };
}

function trySpawn(program: Program, { env, cwd, files, input, onOutput }: Place): ChildProcess {
  const output = onOutput === undefined ? 'inherit' : 'pipe';
  const stdio: ('inherit' | 'ignore' | 'pipe')[] = [input, output, output];
  for (let fd = 3; fd <= Math.max(2, ...files); fd++) stdio.push(files.includes(fd) ? 'inherit' : 'ignore');
  try {
    return spawn(program.file, [...program.args], { cwd, env, stdio, argv0: program.name });
  } catch (cause) {
    throw cannotStart(program, cause);
  }
}

function cannotStart(program: Program, cause: unknown): Error {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  if (code === 'ENOENT') {
    // The file was there a moment ago: its interpreter (#!) is what is missing.
    return fail('no-program', `${program.file} cannot be started: the interpreter that it names is not there.`, {
      cause,
    });
  }
  return fail('not-runnable', `${program.file} cannot be started: ${code}.`, {
    hint: code === 'E2BIG' ? 'Its arguments and environment are too long.' : 'Can it be started without Eddy?',
    cause,
  });
}
