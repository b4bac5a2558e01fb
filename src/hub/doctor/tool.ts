import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface ToolEnd {
  /** Undefined: there is no such command. */
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the system to its end; the signal ends it. */
export function runTool(
  file: string,
  args: readonly string[],
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<ToolEnd> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { env, signal, killSignal: 'SIGKILL', encoding: 'utf8' }, (error, out, err) => {
      if (signal.aborted) reject(signal.reason);
      else if (error === null) resolve({ status: 0, out, err });
      else if (error.code === 'ENOENT') resolve({ status: undefined, out, err });
      else resolve({ status: typeof error.code === 'number' ? error.code : 1, out, err });
    }).stdin?.end();
  });
}

/** Where a shell would find it. */
export function findTool(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map(folder => join(folder, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
      } catch {
        return false;
      }
    });
}

/** Whether a version of dotted numbers is that old or newer. */
export function isAtLeast(version: string, floor: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  const [has, needs] = [numbers(version), numbers(floor)];
  if (has.length === 0) return false;
  for (let at = 0; at < needs.length; at++) {
    const difference = (has[at] ?? 0) - needs[at]!;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
