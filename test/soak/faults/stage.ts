import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eddy, lineOf } from '../../launch/index.ts';
import { BreakableLine } from './breakable-line.ts';
import type { ControllerLine, ControllerWords } from './controller.ts';
import { Customers } from './customers.ts';
import { killMarked, markedProcesses, markName } from './marked.ts';
import { Part } from './part.ts';
import type { RoundPlan } from './plan.ts';

const shopFile = join(import.meta.dirname, 'shop.mjs');

/** What a round needs: Eddy with its shop, a controller, customers, and a folder that all of them share. */
export class Stage {
  readonly plan: RoundPlan;
  readonly eddy: Part;
  readonly controller: Part;
  readonly #folder: string;
  readonly #mark: string;
  readonly #line: BreakableLine | undefined;
  readonly #onExit = () => this.clear();
  customers: Customers | undefined;
  shopPid = 0;

  constructor(plan: RoundPlan) {
    this.plan = plan;
    this.#folder = mkdtempSync('/tmp/ef-');
    this.#mark = this.#folder;
    // Who ends the proof early ends its processes, too.
    process.once('exit', this.#onExit);
    for (const name of ['tmp', 'line']) mkdirSync(join(this.#folder, name));
    const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: this.base, [markName]: this.#mark };
    const path = join(this.#folder, 'line', 'hub');
    if (plan.fault === 'socket') this.#line = new BreakableLine(path, () => this.#hubSocket);
    const shop = plan.fault === 'socket' ? ['env', `EDDY_HUB=${path}`, process.execPath, shopFile] : [shopFile];
    this.eddy = new Part([eddy, 'run', '--quiet', ...shop], env);
    const { seed, kind, holdForMs } = plan;
    const words: ControllerWords = {
      ...{ seed, kind, holdForMs, base: this.base },
      ...{ run: String(this.eddy.pid), line: lineOf(shopFile, 'add') },
    };
    this.controller = new Part([join(import.meta.dirname, 'controller.ts'), JSON.stringify(words)], env);
  }

  /** In the folder that Eddy has made there by the time it is dialled. */
  get #hubSocket(): string {
    const folder = readdirSync(this.base).find(name => name.startsWith('eddy-'))!;
    return join(this.base, folder, 'hub');
  }

  /** Where Eddy makes its folders. */
  get base(): string {
    return join(this.#folder, 'tmp');
  }

  async open(): Promise<Customers> {
    const [, port, pid] = await this.eddy.waitForLine(/^port (\d+) pid (\d+)/);
    this.shopPid = Number(pid);
    this.customers = new Customers(Number(port));
    await this.customers.first;
    this.controller.say('go\n');
    return this.customers;
  }

  /** What the controller has said, in its order. */
  get told(): readonly ControllerLine[] {
    return this.controller.lines.map(line => JSON.parse(line) as ControllerLine);
  }

  breakLine(): void {
    this.#line?.break(this.plan.way);
  }

  closeLine(): Promise<void> | undefined {
    return this.#line?.close();
  }

  get processes(): readonly { readonly pid: number; readonly words: string }[] {
    return markedProcesses(this.#mark);
  }

  /** Files and folders that are there now. */
  get left(): readonly string[] {
    return ['tmp', 'line'].flatMap(name => readdirSync(join(this.#folder, name)).map(one => join(name, one)));
  }

  /** Whatever is left, also of a round that failed. */
  clear(): void {
    process.off('exit', this.#onExit);
    this.customers?.close();
    killMarked(this.#mark);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
