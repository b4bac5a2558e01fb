// Shaped like a coding agent's SDK: query() returns an async generator with interrupt() on it, and a child process behind.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('agent-cli.mjs', import.meta.url));

/**
 * `how`: words for the child. `signal` is watched unless `ignoreSignal`; the child is ended by the generator's clean-up
 * unless `leaveChild`.
 */
export function query({ how = [], signal, ignoreSignal = false, leaveChild = false, onChild }) {
  const child = spawn(process.execPath, [cli, ...how], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  onChild?.(child);
  let interrupted;
  const abort = () => child.kill('SIGTERM');
  if (!ignoreSignal) signal?.addEventListener('abort', abort, { once: true });

  async function* messages() {
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        const message = JSON.parse(line);
        if (message.type === 'interrupted') {
          interrupted?.();
          continue;
        }
        yield message;
        // The pipes of a child that stays are not waited for.
        if (message.type === 'result') return;
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      if (!leaveChild) child.kill('SIGTERM');
      child.stdin.destroy();
      child.stdout.destroy();
    }
  }

  return Object.assign(messages(), {
    interrupt() {
      child.stdin.write(`${JSON.stringify({ type: 'interrupt' })}\n`);
      return new Promise(resolve => {
        interrupted = resolve;
      });
    },
  });
}
