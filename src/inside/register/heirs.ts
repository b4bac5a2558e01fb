import { setEnvironmentData } from 'node:worker_threads';
import type { Plan } from '../../wire/protocol/index.ts';
import { type InsideOptions, isHeard, threadKey } from './options.ts';

/** Linux lets no single variable be longer than 128 KiB: the program could start nothing any more. */
const mostPlanLength = 96 * 1024;

/**
 * What processes and threads that this thread starts are told before their first line: that they belong to the run, who
 * started them, and the plan that is followed now.
 */
export class Heirs {
  readonly #target: string;
  #options: InsideOptions;
  #plan: Plan | undefined;

  constructor(target: string, options: InsideOptions) {
    this.#target = target;
    this.#options = options;
    this.#plan = options.plan;
    this.#tellThreads();
  }

  follow(plan: Plan): void {
    this.#plan = plan;
    this.#tellThreads();
  }

  /** Tests are followed here, and in what is started from now on. */
  followTests(): void {
    const { environment } = this.#options;
    const wanted = JSON.parse(environment.EDDY_OPTIONS_JSON ?? '{}') as object;
    const EDDY_OPTIONS_JSON = JSON.stringify({ ...wanted, tests: true });
    this.#options = { ...this.#options, tests: true, environment: { ...environment, EDDY_OPTIONS_JSON } };
    this.#tellThreads();
  }

  get followsTests(): boolean {
    return this.#options.tests === true;
  }

  /** Variables that are the same for all of the run. */
  get lasting(): Readonly<Record<string, string>> {
    return this.#options.environment;
  }

  /** Variables that a child may have inherited from before; undefined: it must not have it. */
  get newest(): Readonly<Record<string, string | undefined>> {
    const plan = this.#plan === undefined ? undefined : JSON.stringify(this.#plan);
    const { EDDY_CA, EDDY_TOKEN_FILE, EDDY_OPTIONS_JSON } = this.lasting;
    return {
      // Whole paths: a child may run in another folder.
      ...{ EDDY_CA, EDDY_TOKEN_FILE },
      EDDY_PARENT: this.#target,
      // It may have become so since the program read its environment.
      ...(this.followsTests ? { EDDY_OPTIONS_JSON } : {}),
      // One that is too long is told by the hub, as soon as the child is there.
      EDDY_PLAN: plan !== undefined && Buffer.byteLength(plan) <= mostPlanLength ? plan : undefined,
    };
  }

  #tellThreads(): void {
    if (!isHeard(this.#options)) return;
    const { wait, plan, ...options } = this.#options;
    const now = { ...options, parent: this.#target, ...(this.#plan === undefined ? {} : { plan: this.#plan }) };
    setEnvironmentData(threadKey, JSON.stringify(now));
  }
}
