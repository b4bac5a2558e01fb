import type { ControllerLine } from '../faults/controller.ts';
import type { Customers } from '../faults/customers.ts';
import { endHub, endShop, type Past, readPast, wrongEnd } from './ending.ts';
import { recover, strike } from './fault.ts';
import type { Stage } from './stage.ts';
import { until, untilAnswered } from './until.ts';

const goneMs = 5_000;

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
    const stage = this.#stage;
    const { row, way, between, after } = stage.plan;
    this.#begin('the shop opens');
    const customers = await stage.open();
    this.#begin('a controller is at work');
    await this.#untilMoment();
    const last = stage.told.at(-1);
    this.moment = `${last?.word ?? 'starts'} ${last?.verb ?? ''}`.trim();
    this.#begin(`the fault: ${row} ${way}`);
    await strike(stage);
    this.#begin('customers are answered meanwhile');
    if (row !== 'target') await untilAnswered(customers, between);
    this.#begin('the fault is over');
    await recover(stage);
    if (row !== 'target') await untilAnswered(customers, after);
    await this.#letAllGo();
    this.#begin('customers leave');
    await customers.leave();
    if (row !== 'target' && row !== 'killed') await this.#worksAgain(customers);
    this.#begin('the shop ends');
    this.problems.push(...(await endShop(stage)));
    this.#begin('what was is read');
    this.past = await readPast(stage);
    this.#begin('the hub ends');
    this.problems.push(...(await endHub(stage)));
    await stage.closeLines();
    this.#begin('processes go');
    await this.#untilGone();
    if (stage.left.length > 0) this.problems.push(`left: ${stage.left.join(', ')}`);
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

  /** Nobody holds any more: controllers go, and what they left is taken away. */
  async #letAllGo(): Promise<void> {
    this.#begin('controllers end');
    const { controllers, plan } = this.#stage;
    this.told = this.#stage.told;
    for (const controller of controllers) controller.endInput();
    for (const controller of controllers) this.problems.push(...wrongEnd('a controller', await controller.ended, 0));
    if (plan.row === 'killed') return;
    this.#begin('all is let go');
    const { hub } = await this.#stage.witness();
    const { unanswered, stillHeld } = await hub.ask('off', {});
    const { holds, silent } = await hub.ask('holds', {});
    for (const [what, list] of Object.entries({ unanswered, stillHeld, holds, silent }))
      if (list.length > 0) this.problems.push(`${what}: ${JSON.stringify(list)}`);
  }

  /** The hub has its shop again, and a probe in it does what it should. */
  async #worksAgain(customers: Customers): Promise<void> {
    this.#begin('the shop is known again');
    const { shopPid, line } = this.#stage;
    const { hub } = await this.#stage.witness();
    await until(async () => (await hub.ask('status', {})).targets.some(({ pid }) => pid === shopPid));
    this.#begin('one is held');
    await hub.ask('probe', {
      session: 'zoe',
      match: [{ by: 'header', name: 'x-user', value: 'zoe' }],
      probes: [{ kind: 'hold', place: { file: 'shop.mjs', line } }],
      limits: { maxHits: 1 },
    });
    await until(async () => {
      const { sessions } = await hub.ask('sessions', { withoutEvents: true });
      const zoe = sessions.find(({ name, closedAt }) => name === 'zoe' && closedAt === undefined);
      return zoe?.probes.some(({ bindings }) => bindings.some(({ state }) => state === 'bound')) === true;
    });
    const bought = customers.buy('zoe');
    await until(async () => (await hub.ask('holds', {})).holds.length === 1);
    await customers.buy('eve');
    await hub.ask('resume', {});
    this.#begin('and is answered');
    await bought;
    await hub.ask('off', {});
    this.#begin('the store is well again');
    // What is told meanwhile may still be dropped, and counted: a file that could not be opened is not tried at once again.
    await until(async () => {
      await customers.buy('eve');
      return (await hub.ask('status', {})).store.trouble === undefined;
    });
  }

  async #untilGone(): Promise<void> {
    const latest = performance.now() + goneMs;
    await until(() => this.#stage.processes.length === 0 || performance.now() > latest);
    for (const { pid, words } of this.#stage.processes) this.problems.push(`process ${pid} is left: ${words}`);
  }

  #begin(step: string): void {
    this.#steps.push(`${Math.round(performance.now() - this.#startedMs)} ms: ${step}`);
  }

  story(): string {
    const { plan, parts, controllers, witnesses, customers, processes, left } = this.#stage;
    return [
      JSON.stringify(plan),
      ...this.#steps,
      ...parts.map(
        ({ pid, lines, stderr }) => `${pid} said ${lines.at(-1)?.slice(0, 200)}, and on standard error ${stderr}`,
      ),
      ...witnesses.map(({ status, troubles }) => JSON.stringify([status?.store, ...troubles])),
      `waiting: ${customers?.waiting.join(', ')}`,
      `there: ${processes.map(({ pid, words }) => `${pid} ${words}`).join('; ')}`,
      `left: ${left.join(', ')}`,
      ...controllers.flatMap(({ lines }) => lines.filter(line => !line.includes('"holds"')).slice(-30)),
      ...(customers?.outcomes ?? []).slice(-10).map(one => JSON.stringify(one)),
    ].join('\n    ');
  }
}
