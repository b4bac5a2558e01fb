import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { dashboardLink, Stage, say } from '../integration/web-stage.ts';
import { root } from '../launch/index.ts';
import type { Part } from '../soak/faults/part.ts';

export const marketFile = join(root, 'test/targets/web/market.mjs');

/** A program that sells, under Eddy, with its page. */
export class Market {
  readonly link: string;
  readonly pid: number;
  readonly #port: number;
  readonly #part: Part;

  private constructor(part: Part, port: number, pid: number, link: string) {
    this.#part = part;
    this.#port = port;
    this.pid = pid;
    this.link = link;
  }

  /** In a hub of its own, or in that of `words`. */
  static async open(t: TestContext, { stage = new Stage(t), words = ['--dashboard'], file = marketFile } = {}) {
    const part = stage.start('run', '--name', stage.run, ...words, file);
    const died = part.ended.then(() => Promise.reject(new Error(`It did not open: ${part.stderr}`)));
    const [, port, pid] = await Promise.race([part.waitForLine(/^port (\d+) pid (\d+)/), died]);
    died.catch(() => {});
    t.after(() => end(Number(pid)));
    const link = words.includes('--dashboard') ? (await part.waitForWords(dashboardLink))[1]! : '';
    return new Market(part, Number(port), Number(pid), link);
  }

  async ask(path: string, headers: Record<string, string> = {}): Promise<unknown> {
    return JSON.parse((await say(this.#port, path, { headers })).text);
  }

  /** Asks it to go, and waits until all has ended. */
  async close() {
    process.kill(this.pid, 'SIGTERM');
    return this.#part.ended;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
