import type { StoredEvent, StoredRun, StoreStatus } from '../../../src/wire/protocol/index.ts';
import type { ControllerLine } from '../faults/controller.ts';
import type { Customers } from '../faults/customers.ts';
import type { PartEnd } from '../faults/part.ts';
import { isKilled, stepsOf } from './plan.ts';
import type { Stage } from './stage.ts';
import type { Witness } from './witness.ts';

const goneMs = 5_000;
const lookEveryMs = 5;

/** What the last hub knows of all that was. */
export interface Past {
  readonly events: readonly StoredEvent[];
  readonly runs: readonly StoredRun[];
  readonly store: StoreStatus;
}

/** One fault, step by step: what is seen to be wrong is noted, and the round goes on. */
export class Round {
  readonly problems: string[] = [];
  readonly #stage: Stage;
  readonly #startedMs = performance.now();
  readonly #steps: string[] = [];
  moment = 'never';
  past: Past | undefined;
  /** By controllers, before they were told to go. */
  told: readonly ControllerLine[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get step(): string {
    return this.#steps.at(-1) ?? 'start';
  }

  async play(): Promise<void> {
    const { plan } = this.#stage;
    this.#begin('the shop opens');
    const customers = await this.#stage.open();
    this.#begin('a controller is at work');
    await this.#untilMoment();
    const last = this.#stage.told.at(-1);
    this.moment = `${last?.word ?? 'starts'} ${last?.verb ?? ''}`.trim();
    this.#begin(`the fault: ${plan.row} ${plan.way}`);
    await this.#strike();
    this.#begin('customers are answered meanwhile');
    if (plan.row !== 'target') await this.#untilMore(customers, plan.between);
    this.#begin('the fault is over');
    await this.#recover();
    if (plan.row !== 'target') await this.#untilMore(customers, plan.after);
    await this.#letAllGo();
    this.#begin('customers leave');
    await customers.leave();
    if (plan.row !== 'target' && plan.row !== 'killed') await this.#worksAgain(customers);
    await this.#endShop();
    await this.#readPast();
    await this.#endHub();
    this.#begin('processes go');
    await this.#untilGone();
    if (this.#stage.left.length > 0) this.problems.push(`left: ${this.#stage.left.join(', ')}`);
  }

  #untilMoment(): Promise<void> {
    const { controllers, plan } = this.#stage;
    const { moment } = plan;
    let count = 0;
    let latest: NodeJS.Timeout | undefined;
    return new Promise(resolve => {
      controllers[0]!.onLine = () => {
        latest ??= setTimeout(resolve, moment.latestMs);
        const { word, verb } = this.#stage.told.at(-1)!;
        if (word !== moment.when || verb !== moment.verb || ++count !== moment.nth) return;
        clearTimeout(latest);
        setTimeout(resolve, moment.laterMs);
      };
    });
  }

  async #strike(): Promise<void> {
    const { plan, disk, store, shopPid, clock } = this.#stage;
    const { row, way } = plan;
    if (row === 'target') process.kill(shopPid, 'SIGKILL');
    else if (row === 'socket') this.#stage.cut();
    else if (row === 'clock') clock!.put(stepsOf(way)[0]!);
    else if (way === 'lives') disk.break(store, true);
    else if (row === 'full' || row === 'read-only') await this.#strikeDisk();
    else {
      await this.#stage.killHub();
      if (row === 'restarted') await this.#startAgain();
    }
  }

  async #strikeDisk(): Promise<void> {
    const { plan, disk, store } = this.#stage;
    if (plan.way === 'killed') {
      disk.break(store, true);
      await this.#untilMore(this.#stage.customers!, plan.between);
      await this.#stage.killHub();
    } else {
      await this.#stage.killHub();
      disk.break(store, false);
      await this.#startAgain();
    }
  }

  async #recover(): Promise<void> {
    const { plan, disk, clock } = this.#stage;
    const { row, way } = plan;
    if (row === 'restarted' && way === 'twice') {
      await this.#stage.killHub();
      await this.#startAgain();
    }
    if (row === 'clock') clock!.put(stepsOf(way).reduce((sum, one) => sum + one, 0));
    if (row !== 'full' && row !== 'read-only') return;
    disk.mend();
    if (way === 'killed') await this.#startAgain();
  }

  async #startAgain(): Promise<void> {
    await this.#stage.startHub();
    await this.#stage.watch();
    this.#stage.control();
  }

  /** Nobody holds any more: controllers go, and what they left is taken away. */
  async #letAllGo(): Promise<void> {
    this.#begin('controllers end');
    const { controllers, plan } = this.#stage;
    this.told = this.#stage.told;
    for (const controller of controllers) controller.endInput();
    for (const controller of controllers) this.#mustBe('a controller', await controller.ended, 0);
    if (plan.row === 'killed') return;
    this.#begin('all is let go');
    const { hub } = await this.#witness();
    const { unanswered, stillHeld } = await hub.ask('off', {});
    const { holds, silent } = await hub.ask('holds', {});
    for (const [what, list] of Object.entries({ unanswered, stillHeld, holds, silent }))
      if (list.length > 0) this.problems.push(`${what}: ${JSON.stringify(list)}`);
  }

  /** The one that follows the last hub; another where its line was cut. */
  async #witness(): Promise<Witness> {
    const { witnesses, plan } = this.#stage;
    return plan.way === 'every line closed' && witnesses.length === 1 ? this.#stage.watch() : witnesses.at(-1)!;
  }

  /** The hub has its shop again, and a probe in it does what it should. */
  async #worksAgain(customers: Customers): Promise<void> {
    this.#begin('the shop is known again');
    const { hub } = await this.#witness();
    const { shopPid, line } = this.#stage;
    await this.#until(async () => (await hub.ask('status', {})).targets.some(({ pid }) => pid === shopPid));
    this.#begin('one is held');
    await hub.ask('probe', {
      session: 'zoe',
      match: [{ by: 'header', name: 'x-user', value: 'zoe' }],
      probes: [{ kind: 'hold', place: { file: 'shop.mjs', line } }],
      limits: { maxHits: 1 },
    });
    const bought = customers.buy('zoe');
    await this.#until(async () => (await hub.ask('holds', {})).holds.length === 1);
    await customers.buy('eve');
    await hub.ask('resume', {});
    this.#begin('and is answered');
    await bought;
    await hub.ask('off', {});
  }

  async #endShop(): Promise<void> {
    const { plan, run, shopPid } = this.#stage;
    this.#begin('the shop ends');
    if (plan.row !== 'target') process.kill(shopPid, 'SIGTERM');
    this.#mustBe('eddy run', await run.ended, plan.row === 'target' ? 'SIGKILL' : 0);
    await run.drained;
    const over = run.lines.slice(1).join();
    const expected = plan.row === 'target' ? '' : 'over 0';
    if (over !== expected) this.problems.push(`the shop ended with "${over}", not "${expected}"`);
    const mayMiss = isKilled(plan.row, plan.way) || plan.way === 'every line closed';
    if (run.stderr !== '' && !(mayMiss && /^eddy: The hub is gone/.test(run.stderr)))
      this.problems.push(`eddy run said ${run.stderr}`);
  }

  async #readPast(): Promise<void> {
    this.#begin('what was is read');
    if (this.#stage.plan.row === 'killed') {
      await this.#stage.startHub();
      await this.#stage.watch();
    }
    const { hub } = await this.#witness();
    if (this.#stage.plan.row === 'target')
      await this.#until(async () => (await hub.ask('status', {})).targets.length === 0);
    const events: StoredEvent[] = [];
    for (let more = true; more; ) {
      const page = await hub.ask('events', { after: events.at(-1)?.cursor ?? 0 });
      events.push(...page.events);
      more = page.more;
    }
    const { runs } = await hub.ask('history', {});
    const { store } = await hub.ask('status', {});
    this.past = { events, runs, store };
  }

  async #endHub(): Promise<void> {
    this.#begin('the hub ends');
    const { hub, witnesses } = this.#stage;
    await Promise.all(witnesses.map(witness => witness.end()));
    hub.kill('SIGINT');
    this.#mustBe('the hub', await hub.ended, 0);
    if (hub.lines.at(-1) !== '{"ended":true}') this.problems.push(`the hub ended with ${hub.lines.at(-1)}`);
    for (const { stderr } of this.#stage.hubs) if (stderr !== '') this.problems.push(`a hub said ${stderr}`);
    await this.#stage.closeLines();
  }

  #mustBe(who: string, end: PartEnd, wanted: number | string): void {
    if ((end.signal ?? end.status) !== wanted)
      this.problems.push(`${who} ended with ${end.signal ?? end.status}, not ${wanted}`);
  }

  #untilMore(customers: Customers, count: number): Promise<void> {
    const wanted = customers.outcomes.length + count;
    return this.#until(async () => customers.outcomes.length >= wanted);
  }

  /** The round's end ends it, too. */
  async #until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, lookEveryMs));
  }

  async #untilGone(): Promise<void> {
    const until = performance.now() + goneMs;
    while (this.#stage.processes.length > 0 && performance.now() < until)
      await new Promise(resolve => setTimeout(resolve, lookEveryMs));
    for (const { pid, words } of this.#stage.processes) this.problems.push(`process ${pid} is left: ${words}`);
  }

  #begin(step: string): void {
    this.#steps.push(`${Math.round(performance.now() - this.#startedMs)} ms: ${step}`);
  }

  story(): string {
    const { plan, run, hubs, controllers, witnesses, customers, processes, left } = this.#stage;
    return [
      JSON.stringify(plan),
      ...this.#steps,
      `said by the shop: ${run.lines.join(' | ')}`,
      `on standard error: ${[run, ...hubs, ...controllers].map(({ stderr }) => stderr).join(' | ')}`,
      ...witnesses.map(({ status, troubles }) => JSON.stringify([status?.store, ...troubles])),
      `waiting: ${customers?.waiting.join(', ')}`,
      `there: ${processes.map(({ pid, words }) => `${pid} ${words}`).join('; ')}`,
      `left: ${left.join(', ')}`,
      ...controllers.flatMap(({ lines }) => lines.filter(line => !line.includes('"holds"')).slice(-30)),
      ...(customers?.outcomes ?? []).slice(-10).map(one => JSON.stringify(one)),
    ].join('\n    ');
  }
}
