import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { lineOf, preload, root } from '../../launch/index.ts';

export const shopFile = join(root, 'test/targets/hub-shop/shop.mjs');

/** Ann's requests are held where they add: the plan of a hub. */
export const holdAnn = {
  revision: 1,
  sessions: [{ id: 's1', name: 'ann', match: [{ by: 'header', name: 'x-user', value: 'ann' }] }],
  probes: [
    {
      ...{ id: 'p1', session: 's1', kind: 'hold', holdForMs: 600_000 },
      place: { file: 'shop.mjs', line: lineOf(shopFile, 'add') },
    },
  ],
  observeOnly: false,
  letGoAfterMs: 500,
} as const;

/** Where a program finds its hub, in its environment. */
export function hubEnvironment(hub: string, options: object, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: '', EDDY_HUB: hub, EDDY_OPTIONS_JSON: JSON.stringify(options), ...more };
}

/** The server, started with the preload and not by `eddy run`: nothing of ours lives or ends with it. */
export class Shop {
  readonly ended: Promise<number | string | null>;
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #ready: Promise<number>;

  constructor(env: NodeJS.ProcessEnv, node = process.execPath, words: readonly string[] = []) {
    const child = spawn(node, ['--require', preload, ...words, shopFile], { env: { ...process.env, ...env } });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', text => {
      this.stderr += text;
    });
    this.#ready = new Promise((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', text => {
        this.stdout += text;
        const port = /port (\d+)/.exec(this.stdout)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
      child.once('close', () => reject(new Error(`The shop ended before it was ready: ${this.stderr}`)));
    });
    this.#ready.catch(() => {});
    this.ended = new Promise(resolve => child.once('close', (code, signal) => resolve(signal ?? code)));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get ready(): Promise<unknown> {
    return this.#ready;
  }

  async ask(path: string, user = 'eve'): Promise<unknown> {
    const port = await this.#ready;
    return new Promise((resolve, reject) => {
      get({ port, path, agent: this.#agent, headers: { 'x-user': user, 'x-id': user } }, response => {
        let text = '';
        response.on('data', part => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () => resolve(JSON.parse(text)));
      }).on('error', reject);
    });
  }

  end(): Promise<number | string | null> {
    this.#agent.destroy();
    this.#child.kill('SIGTERM');
    return this.ended;
  }

  kill(): void {
    this.#agent.destroy();
    this.#child.kill('SIGKILL');
  }
}
