import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Part } from '../../test/soak/faults/part.ts';
import { root } from '../nodes.js';

const eddy = join(root, 'dist/main.js');
const source = readFileSync(join(import.meta.dirname, 'checkout.mjs'), 'utf8');

/** A hub of its own with a program of each state: one that is over, one that runs and has customers, one of whom is held. */
export class Stage {
  readonly link: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #hub: Part;
  #shop: Part | undefined;
  #port = 0;
  #timer: NodeJS.Timeout | undefined;
  #customer = 0;

  private constructor(folder: string, env: NodeJS.ProcessEnv, hub: Part, link: string) {
    this.#folder = folder;
    this.#env = env;
    this.#hub = hub;
    this.link = link;
  }

  static async open(): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'eddy-pictures-'));
    const own = { TMPDIR: folder, XDG_STATE_HOME: folder, DISPLAY: '', WAYLAND_DISPLAY: '' };
    const env = { ...process.env, NODE_OPTIONS: '', ...own };
    // Pictures are the same wherever they are made: the program lies beside nothing of this machine.
    mkdirSync(join(folder, 'shop', 'node_modules'), { recursive: true });
    for (const [name, path] of [
      ['eddy', root],
      ['async-mutex', join(root, 'node_modules/async-mutex')],
    ] as const)
      symlinkSync(path, join(folder, 'shop', 'node_modules', name));
    writeFileSync(join(folder, 'shop', 'checkout.mjs'), source);
    const hub = new Part([eddy, 'serve', '--json', '--name', 'pictures', '--dashboard', '0'], env);
    const [ready] = await hub.waitForLine(/^\{"ready".*/);
    return new Stage(folder, env, hub, JSON.parse(ready).link);
  }

  /** A run that is over when this resolves. */
  async pastRun(seconds: number): Promise<void> {
    await this.#start();
    await this.serve(seconds);
    await this.endRun();
  }

  /** One that runs, in which Ann looks at her own requests. */
  async run(): Promise<void> {
    const probes = ['--snap', placeOf('@reserved'), '--hold', placeOf('@charge'), '--hold-for', '10m'];
    await this.#start('--session', 'ann', '--match', 'header:x-debug=ann', ...probes);
  }

  /** Customers come and go for so long. */
  async serve(seconds: number): Promise<void> {
    this.#comeAndGo();
    await new Promise(resolve => setTimeout(resolve, seconds * 1000));
  }

  /** Comes in and stays: it is the one that is held. */
  comeAsAnn(): void {
    this.#ask('/checkout?user=ann&items=tea,honey', { 'x-debug': 'ann' });
  }

  /** What is wrong with the program is asked for. */
  trouble(): void {
    this.#ask('/upload/open');
    setTimeout(() => this.#ask('/upload/close'), 300);
    setTimeout(() => this.#ask('/accounts'), 600);
  }

  async endRun(): Promise<void> {
    clearInterval(this.#timer);
    this.#shop?.kill('SIGTERM');
    await this.#shop?.ended;
    this.#shop = undefined;
  }

  async close(): Promise<void> {
    await this.endRun();
    this.#hub.kill('SIGTERM');
    await this.#hub.ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start(...probing: string[]): Promise<void> {
    const words = ['run', '--hub', 'pictures', '--record', '--name', 'checkout', ...probing];
    this.#shop = new Part([eddy, ...words, join(this.#folder, 'shop', 'checkout.mjs')], this.#env);
    const [, port] = await this.#shop.waitForLine(/^port (\d+)/);
    this.#port = Number(port);
  }

  #comeAndGo(): void {
    clearInterval(this.#timer);
    const names = ['bea', 'carl', 'dora', 'emil', 'fritz', 'grete', 'hans', 'ida'];
    const baskets = ['tea', 'milk,bread', 'honey,tea', 'bread,milk,honey'];
    this.#timer = setInterval(() => {
      const at = this.#customer++;
      this.#ask(`/checkout?user=${names[at % names.length]}&items=${baskets[at % baskets.length]}`);
    }, 190);
  }

  #ask(path: string, headers: Record<string, string> = {}): void {
    // Who asks when the shop closes gets no answer.
    get({ port: this.#port, host: '127.0.0.1', path, headers }, answer => answer.resume()).on('error', () => {});
  }
}

function placeOf(mark: string): string {
  const line = source.split('\n').findIndex(text => text.includes(`// ${mark}`)) + 1;
  return `checkout.mjs:${line}`;
}
