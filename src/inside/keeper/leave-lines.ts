import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a target could not say to its hub, as a file beside the hub's socket. Whoever looks there finds whole ones. */
export function leaveLines(socketPath: string, target: string, lines: string | Uint8Array): void {
  const file = fileOf(socketPath, target);
  // Its two sides may write at once: each has a draft of its own.
  const draft = `${file}.${process.hrtime.bigint()}.draft`;
  writeFileSync(draft, lines, { mode: 0o600 });
  renameSync(draft, file);
}

/** False when it is not there any more: the hub has it. */
export function tryTakeBackLines(socketPath: string, target: string): boolean {
  try {
    rmSync(fileOf(socketPath, target));
    return true;
  } catch {
    return false;
  }
}

function fileOf(socketPath: string, target: string): string {
  return join(dirname(socketPath), `${target}.lines`);
}
