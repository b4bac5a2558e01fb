import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStaying } from '../../../src/doors/client/index.ts';
import type { HubStatus } from '../../../src/wire/protocol/index.ts';
import { eddy, lineOf } from '../../launch/index.ts';
import type { BreakableLine } from '../faults/breakable-line.ts';
import type { ControllerLine, ControllerWords } from '../faults/controller.ts';
import { Customers } from '../faults/customers.ts';
import { killMarked, markedProcesses, markName } from '../faults/marked.ts';
import { Part } from '../faults/part.ts';
import { SteppedClock } from './clock.ts';
import { type Death, deathOf } from './death.ts';
import { Disk } from './disk.ts';
import { lineBefore } from './line-before.ts';
import type { RoundPlan } from './plan.ts';
import { Witness } from './witness.ts';

export const shopFile = join(import.meta.dirname, '../faults/shop.mjs');
const controllerFile = join(import.meta.dirname, '../faults/controller.ts');
const hubName = 'river';

/** What a round needs: a hub, a shop that joined it, controllers, customers, and a folder that all of them share. */
export class Stage {
  readonly plan: RoundPlan;
  readonly hubs: Part[] = [];
  readonly controllers: Part[] = [];
  readonly witnesses: Witness[] = [];
  readonly clock: SteppedClock | undefined;
  readonly disk: Disk;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #onExit = () => this.clear();
  #lines: BreakableLine[] = [];
  #run: Part | undefined;
  customers: Customers | undefined;
  shopPid = 0;
  /** Of hubs that were killed. */
  readonly deaths: Death[] = [];
  /** Where flows are held. */
  readonly line = lineOf(shopFile, 'add');

  constructor(plan: RoundPlan) {
    this.plan = plan;
    this.#folder = mkdtempSync('/tmp/ehf-');
    // Who ends the proof early ends its processes, too.
    process.once('exit', this.#onExit);
    for (const name of ['tmp', 'state/eddy']) mkdirSync(join(this.#folder, name), { recursive: true });
    this.disk = new Disk(plan.row, join(this.#folder, 'state/eddy'));
    this.clock = plan.row === 'clock' ? new SteppedClock(this.#folder) : undefined;
    this.#env = {
      ...process.env,
      ...{ NODE_OPTIONS: '', TMPDIR: this.base, XDG_STATE_HOME: join(this.#folder, 'state') },
      [markName]: this.#folder,
    };
  }

  /** Where Eddy makes its folders. */
  get base(): string {
    return join(this.#folder, 'tmp');
  }

  get store(): string {
    return join(this.#folder, 'state/eddy', `${hubName}.db`);
  }

  get hub(): Part {
    return this.hubs.at(-1)!;
  }

  /** Who started the shop. */
  get run(): Part {
    return this.#run!;
  }

  get parts(): readonly Part[] {
    return [...this.hubs, ...(this.#run === undefined ? [] : [this.#run]), ...this.controllers];
  }

  async open(): Promise<Customers> {
    const { folder } = await this.startHub();
    if (this.plan.row === 'socket')
      this.#lines = await Promise.all(['hub', 'control'].map(name => lineBefore(join(folder, name))));
    const events = join(this.#folder, 'events.ndjson');
    const words = ['run', '--quiet', '--hub', hubName, '--name', 'shop', '--events', events, shopFile];
    this.#run = new Part([eddy, ...words], this.#env);
    const [, port, pid] = await this.run.waitForLine(/^port (\d+) pid (\d+)/);
    this.shopPid = Number(pid);
    await this.watch();
    this.customers = new Customers(Number(port));
    await this.customers.first;
    this.control();
    return this.customers;
  }

  /** Settles when it is ready, with what it said then. */
  async startHub(): Promise<{ readonly ready: HubStatus; readonly folder: string }> {
    const hub = new Part([eddy, 'serve', '--name', hubName, '--json'], { ...this.#env, ...this.clock?.env });
    this.hubs.push(hub);
    const failed = hub.ended.then(end => {
      throw new Error(`The hub ended with ${end.signal ?? end.status} before it was ready: ${hub.stderr}`);
    });
    failed.catch(() => {});
    const [text] = await Promise.race([hub.waitForLine(/^\{"ready".*/), failed]);
    return JSON.parse(text) as { ready: HubStatus; folder: string };
  }

  async killHub(): Promise<void> {
    this.hub.kill('SIGKILL');
    await this.hub.ended;
    this.deaths.push(deathOf(this.store, this.#folder));
  }

  async watch(): Promise<Witness> {
    const witness = new Witness(await openStaying(hubName, 'hub faults', [this.base]));
    this.witnesses.push(witness);
    return witness;
  }

  /** The one that follows the last hub; another where its line was cut. */
  async witness(): Promise<Witness> {
    return this.plan.way === 'every line closed' && this.witnesses.length === 1 ? this.watch() : this.witnesses.at(-1)!;
  }

  /** One more who sets probes, looks and resumes. */
  control(): void {
    const { seed, kind, holdForMs } = this.plan.moment;
    const words: ControllerWords = {
      ...{ seed: seed + this.controllers.length, kind, holdForMs, base: this.base },
      ...{ run: hubName, line: this.line },
    };
    const controller = new Part([controllerFile, JSON.stringify(words)], this.#env);
    this.controllers.push(controller);
    controller.say('go\n');
  }

  /** What controllers have said, each in its order. */
  get told(): readonly ControllerLine[] {
    return this.controllers.flatMap(({ lines }) => lines.map(line => JSON.parse(line) as ControllerLine));
  }

  cut(): void {
    const { way } = this.plan;
    const [ofTargets, ofControllers] = this.#lines;
    if (way === 'closed' || way === 'half closed' || way === 'cut in a line') ofTargets!.break(way);
    if (way !== 'every line closed') return;
    ofTargets!.break('closed');
    ofControllers!.break('closed');
  }

  async closeLines(): Promise<void> {
    await Promise.all(this.#lines.map(line => line.close()));
    for (const name of ['hub-behind', 'control-behind'])
      rmSync(join(this.base, `eddy-hub-${process.getuid?.()}-${hubName}`, name), { force: true });
  }

  get processes(): readonly { readonly pid: number; readonly words: string }[] {
    return markedProcesses(this.#folder);
  }

  /** Beside the token and the history. */
  get left(): readonly string[] {
    const stays = [`hub-${process.getuid?.()}-${hubName}`, 'token', `${hubName}.db`, `${hubName}.db-lock`];
    return ['tmp', 'state/eddy'].flatMap(name =>
      readdirSync(join(this.#folder, name), { recursive: true })
        .map(String)
        .filter(one => ![...stays, `${hubName}.db-tally`].some(end => one.endsWith(end))),
    );
  }

  /** Whatever is left, also of a round that failed. */
  clear(): void {
    process.off('exit', this.#onExit);
    this.customers?.close();
    killMarked(this.#folder);
    this.disk.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
