import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type Clock, fail, systemClock } from '../../base/index.ts';
import type { DapStreams } from './streams.ts';

const endsWithinMs = 1000;
const keptCharacters = 4000;

export interface AdapterCommand {
  readonly command: string;
  readonly args?: readonly string[] | undefined;
  readonly cwd?: string | undefined;
  /** Beside those of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** As errors name it; without, its command. */
  readonly name?: string | undefined;
  readonly clock?: Clock | undefined;
}

/** An adapter that we started: it is ended with its streams. */
export interface ChildStreams extends DapStreams {
  readonly pid: number;
  /** What it last wrote on standard error, bounded. */
  readonly stderr: () => string;
  readonly close: () => Promise<void>;
}

/** Starts an adapter that speaks on its standard streams. Fails with `no-adapter` when it cannot be started. */
export async function startAdapter(options: AdapterCommand): Promise<ChildStreams> {
  const { command, args = [], cwd, env = {}, name = command, clock = systemClock } = options;
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  await started(child, command);
  const exited = new Promise<string>(resolve =>
    child.once('exit', (status, signal) => resolve(signal === null ? `status ${status}` : `signal ${signal}`)),
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-keptCharacters);
  });
  return {
    input: child.stdout as Readable,
    output: child.stdin as Writable,
    peer: `${name} (pid ${child.pid})`,
    pid: child.pid as number,
    stderr: () => said,
    whyEnded: async () => {
      const how = await within(clock, exited);
      const words = said.trim() === '' ? '' : ` It last said: ${said.trim().split('\n').slice(-3).join(' / ')}`;
      return how === undefined ? `it closed its output.${words}` : `it ended with ${how}.${words}`;
    },
    close: () => end(child, exited, clock),
  };
}

function started(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    // It stays: a kill that fails is told here, too.
    child.on('error', cause =>
      reject(
        fail('no-adapter', `The debug adapter "${command}" cannot be started: ${cause.message}.`, {
          hint: 'See that the command is there and may be run.',
          cause,
        }),
      ),
    );
  });
}

/** Its input ends, which every adapter takes as the end; who does not go is told, then ended. */
async function end(child: ChildProcess, exited: Promise<string>, clock: Clock): Promise<void> {
  child.stdin?.end();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if ((await within(clock, exited)) !== undefined) break;
    child.kill(signal);
  }
  await exited;
  for (const stream of child.stdio) stream?.destroy();
}

async function within<T>(clock: Clock, wait: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const limit = clock.after(endsWithinMs, () => resolve(undefined), { holdsProcess: true });
  try {
    return await Promise.race([wait, promise]);
  } finally {
    limit.cancel();
  }
}
