import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { HeardTarget } from './small-hub.ts';

/** The same hub in a process of its own, which ends by SIGKILL. */
export class HubProcess {
  readonly #words: readonly string[];
  #child: ChildProcess | undefined;
  heard: ReadonlyMap<string, HeardTarget> = new Map();
  #looks: (() => void)[] = [];

  constructor(path: string, token: string) {
    this.#words = [path, token];
  }

  async open(): Promise<void> {
    const child = spawn(process.execPath, [new URL('hub-main.ts', import.meta.url).pathname], {
      env: { ...process.env, NODE_OPTIONS: '', SMALL_HUB: JSON.stringify(this.#words) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    const ready = once(lines, 'line');
    lines.on('line', line => {
      if (line === 'ready') return;
      const heard = JSON.parse(line) as [string, HeardTarget & { findings: string[] }][];
      this.heard = new Map(heard.map(([id, one]) => [id, { ...one, findings: new Set(one.findings) }]));
      for (const look of this.#looks.splice(0)) look();
    });
    await ready;
  }

  async until<T>(look: (heard: ReadonlyMap<string, HeardTarget>) => T | undefined | false): Promise<T> {
    for (;;) {
      const found = look(this.heard);
      if (found !== undefined && found !== false) return found;
      await new Promise<void>(resolve => void this.#looks.push(resolve));
    }
  }

  async close(): Promise<void> {
    const child = this.#child!;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
