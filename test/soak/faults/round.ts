import { openHub } from '../../../src/doors/client/index.ts';
import type { Customers } from './customers.ts';
import type { PartEnd } from './part.ts';
import type { Stage } from './stage.ts';

const goneMs = 5_000;
const lookEveryMs = 10;

/** One fault, step by step: what is seen to be wrong is noted, and the round goes on. */
export class Round {
  readonly problems: string[] = [];
  readonly #stage: Stage;
  readonly #startedMs = performance.now();
  readonly #steps: string[] = [];
  moment = 'never';

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
    this.#begin('the controller is at work');
    await this.#untilMoment();
    const last = this.#stage.told.at(-1);
    this.moment = `${last?.word ?? 'starts'} ${last?.verb ?? ''}`.trim();
    this.#begin(`the fault: ${plan.fault} ${plan.way}`);
    this.#strike();
    this.#begin('customers are answered');
    await customers.leave();
    if (plan.fault !== 'program') await this.#serveOn(customers);
    await this.#endAll();
    this.#begin('processes go');
    await this.#untilGone();
    await this.#stage.closeLine();
    this.#lookWhatIsLeft();
  }

  #untilMoment(): Promise<void> {
    const { controller, plan } = this.#stage;
    let count = 0;
    let latest: NodeJS.Timeout | undefined;
    return new Promise(resolve => {
      controller.onLine = () => {
        latest ??= setTimeout(resolve, plan.latestMs);
        const { word, verb } = this.#stage.told.at(-1)!;
        if (word !== plan.when || verb !== plan.verb || ++count !== plan.nth) return;
        clearTimeout(latest);
        setTimeout(resolve, plan.laterMs);
      };
    });
  }

  #strike(): void {
    const { plan, eddy, controller, shopPid } = this.#stage;
    if (plan.fault === 'controller') controller.kill('SIGKILL');
    else if (plan.fault === 'program') process.kill(shopPid, 'SIGKILL');
    else if (plan.fault === 'socket') this.#stage.breakLine();
    else eddy.kill(plan.way === 'killed' ? 'SIGKILL' : 'SIGSTOP');
  }

  /** The shop is as it was before: also for those that were held. */
  async #serveOn(customers: Customers): Promise<void> {
    const { fault } = this.#stage.plan;
    if (fault === 'controller') {
      this.#begin('another controller looks');
      const { eddy, base } = this.#stage;
      const hub = await openHub(String(eddy.pid), 'faults', [base]);
      const { holds, silent } = await hub.ask('holds', {});
      const { unanswered, stillHeld } = await hub.ask('off', {});
      hub.close();
      const wrong = { holds, silent, unanswered, stillHeld };
      for (const [what, list] of Object.entries(wrong))
        if (list.length > 0) this.problems.push(`${what}: ${JSON.stringify(list)}`);
    }
    this.#begin('one more each');
    await Promise.all([customers.buy('ann'), customers.buy('eve')]);
  }

  async #endAll(): Promise<void> {
    const { plan, eddy, controller, shopPid } = this.#stage;
    const { fault, way } = plan;
    // It sees by itself that its hub is gone; where it is not, it is told.
    if (fault === 'socket') controller.endInput();
    if (way === 'stands still') eddy.kill('SIGKILL');
    this.#begin('the controller ends');
    const ended = await controller.ended;
    this.#mustBe('the controller', ended, fault === 'controller' ? 'SIGKILL' : 0);
    if (fault === 'hub') process.kill(shopPid, 'SIGTERM');
    else if (fault !== 'program') eddy.kill('SIGTERM');
    this.#begin('Eddy ends');
    this.#mustBe('eddy run', await eddy.ended, fault === 'program' || fault === 'hub' ? 'SIGKILL' : 0);
    this.#begin('the shop ends');
    await eddy.drained;
    const over = eddy.lines.filter(line => line.startsWith('over')).join();
    const expected = fault === 'program' ? '' : 'over 0';
    if (over !== expected) this.problems.push(`the shop ended with "${over}", not "${expected}"`);
  }

  #mustBe(who: string, end: PartEnd, wanted: number | string): void {
    if ((end.signal ?? end.status) !== wanted)
      this.problems.push(`${who} ended with ${end.signal ?? end.status}, not ${wanted}`);
  }

  async #untilGone(): Promise<void> {
    const until = performance.now() + goneMs;
    while (this.#stage.processes.length > 0 && performance.now() < until)
      await new Promise(resolve => setTimeout(resolve, lookEveryMs));
    for (const { pid, words } of this.#stage.processes) this.problems.push(`process ${pid} is left: ${words}`);
  }

  #lookWhatIsLeft(): void {
    const { plan, left, eddy, controller } = this.#stage;
    // A hub that is killed cannot take its folder away; the next one does.
    const wrong = plan.fault === 'hub' ? left.filter(path => !path.startsWith('tmp/eddy-')) : left;
    if (wrong.length > 0) this.problems.push(`left: ${wrong.join(', ')}`);
    if (eddy.stderr !== '') this.problems.push('Eddy or the shop said something on standard error');
    if (controller.stderr !== '') this.problems.push('the controller said something on standard error');
  }

  #begin(step: string): void {
    this.#steps.push(`${Math.round(performance.now() - this.#startedMs)} ms: ${step}`);
  }

  story(): string {
    const { plan, eddy, controller, customers, processes, left, shopPid } = this.#stage;
    return [
      JSON.stringify(plan),
      ...this.#steps,
      `eddy ${eddy.pid}, shop ${shopPid}, controller ${controller.pid}`,
      `said by the shop: ${eddy.lines.join(' | ')}`,
      `on standard error: ${eddy.stderr} | ${controller.stderr}`,
      `waiting: ${customers?.waiting.join(', ')}`,
      `there: ${processes.map(({ pid, words }) => `${pid} ${words}`).join('; ')}`,
      `left: ${left.join(', ')}`,
      ...controller.lines.filter(line => !line.includes('"holds"')).slice(-60),
      ...(customers?.outcomes ?? []).slice(-20).map(one => JSON.stringify(one)),
    ].join('\n    ');
  }
}
