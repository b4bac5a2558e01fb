import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { root } from './index.ts';

/** Told to Node so that programs that are looked into at once do not meet at port 9229. */
export const anyPort = '--inspect-port=0';

export interface BareProgram {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The line that it was waited for. */
  readonly ready: string;
  /** All that it said until now. */
  said(): { readonly stdout: string; readonly stderr: string };
  /** By its pid; settles when it is over. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** A program without Eddy, ready when it has said its first line, ended with the test. */
export async function startBare(
  t: { after(run: () => Promise<void>): void },
  command: string,
  words: readonly string[],
): Promise<BareProgram> {
  const child = spawn(command, words, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const over = once(child, 'exit');
  const end = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await over;
  };
  t.after(() => end());
  let stdout = '';
  let stderr = '';
  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ready = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', status =>
      reject(new Error(`${words.join(' ')} ended with ${status} before it was ready: ${stderr}`)),
    );
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
  });
  return { pid: child.pid as number, child, ready, said: () => ({ stdout, stderr }), end };
}

/** Whether somebody listens there. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
