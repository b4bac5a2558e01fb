import { fail } from '../../../base/index.ts';
import { type Flow, type Held, runtime, Trace } from '../core/index.ts';
import { sdkNoEnd } from '../findings/sdk-no-end.ts';
import { limits } from '../limits.ts';
import type { Stop } from './sdk-ends.ts';
import { planOf, type SafeSdkOptions, type SdkPlan } from './sdk-options.ts';
import type { SdkResult } from './sdk-result.ts';
import { SdkRun } from './sdk-run.ts';
import type { SdkSession, SdkState } from './sdk-session.ts';
import { sdkSessions } from './sdk-sessions.ts';

export interface SdkMessages<M> extends AsyncIterableIterator<M, undefined> {
  return(): Promise<IteratorResult<M, undefined>>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Runs one LLM SDK stream in a flow of its own: limits, graceful stop, then forced; retries; exactly one end state. It starts
 * with the first read of `messages()` or with `execute()`, and runs once. Its limits and waits hold the process: the program
 * asked for their outcome.
 */
export class SafeSdk<M = unknown> {
  readonly #plan: SdkPlan<M>;
  readonly #session: SdkSession;
  readonly #result = Promise.withResolvers<SdkResult>();
  #run: SdkRun<M> | undefined;
  #taken = false;
  #stopped: Stop | undefined;

  constructor(options: SafeSdkOptions<M>) {
    this.#plan = planOf(options);
    this.#session = sdkSessions().create(this.#plan.name, new Trace());
  }

  get id(): string {
    return this.#session.id;
  }

  get name(): string {
    return this.#session.name;
  }

  get state(): SdkState {
    return this.#session.state;
  }

  get messageCount(): number {
    return this.#session.messageCount;
  }

  /** How it ended; settles when it has, with its clean-up, and never rejects. Pending until it was started. */
  get result(): Promise<SdkResult> {
    return this.#result.promise;
  }

  /**
   * The messages, for one reader. Failures and passed limits are thrown, and so is an abort; after an interrupt it just ends.
   * Leaving the loop ends the run.
   */
  messages(): SdkMessages<M> {
    this.#take();
    const started = (): SdkRun<M> => this.#run ?? this.#start({ discards: false });
    const leave = async (): Promise<IteratorResult<M, undefined>> => {
      // Left before the first read: it never opens.
      const run = this.#run ?? this.#start({ discards: false, stopped: { by: 'reader' } });
      run.leave();
      await run.result;
      return { done: true, value: undefined };
    };
    return {
      next: () => started().handoff.want(),
      return: leave,
      [Symbol.asyncIterator]() {
        return this;
      },
      [Symbol.asyncDispose]: async () => {
        await leave();
      },
    };
  }

  /** Runs it to its end; a failure is in the result. */
  execute(onMessage?: (message: M) => unknown): Promise<SdkResult> {
    this.#take();
    this.#start({ discards: true, onMessage });
    return this.result;
  }

  /** Interrupts, or aborts where there is no interrupt; after `interruptMs` it is forced. Resolves when the run has ended. */
  stop(reason: unknown = 'stopped'): Promise<SdkResult> {
    if (this.#run !== undefined) this.#run.stop(reason);
    else {
      // It has its end without having started; a reader that comes later is told.
      this.#stopped ??= { by: 'stop', reason };
      this.#start({ discards: false, stopped: this.#stopped });
    }
    return this.result;
  }

  /** For tools that no message tells of: the limits stand still until as many have ended. */
  toolStarted(): void {
    this.#run?.limits.setTools(this.#session.toolsRunning + 1);
  }

  toolEnded(): void {
    this.#run?.limits.setTools(this.#session.toolsRunning - 1);
  }

  #take(): void {
    if (!this.#taken) {
      this.#taken = true;
      return;
    }
    throw fail('closed', `SDK run "${this.name}" was started already.`, {
      hint: 'Make a new SafeSdk for another run.',
    });
  }

  #start(options: ConstructorParameters<typeof SdkRun<M>>[2]): SdkRun<M> {
    if (this.#run !== undefined) return this.#run;
    const starter = runtime().flow();
    const run = new SdkRun(this.#plan, this.#session, options);
    this.#run = run;
    void run.result.then(result => this.#result.resolve(result));
    if (!options.discards) watchReader(starter, this.#session, run);
    return run;
  }
}

/** The generator in whose body a reader started it; its type is the generators' own. */
interface Opener {
  hold(thing: Held): void;
  letGo(thing: Held): void;
}

/** When the flow that reads ends without closing the stream, and nobody reads on, it was forgotten. */
function watchReader<M>(starter: Flow, session: SdkSession, run: SdkRun<M>): void {
  const rt = runtime();
  const { handoff } = run;
  const held: Held = {
    ownerEnded(): void {
      const limitMs = limits.generatorAbandonedMs;
      const lastedMs = (now: number): number | undefined =>
        session.ended || session.rootSeen || !handoff.unread || !handoff.lastReader.ended
          ? undefined
          : now - handoff.lastReadAt;
      const cancel = runtime().findings.lookLater(sdkNoEnd, { session, why: 'abandoned', limitMs, lastedMs }, limitMs);
      void run.result.then(cancel);
    },
  };
  const opener = rt.context().generator as Opener | undefined;
  opener?.hold(held);
  // The main flow has no end to be told of.
  if (starter !== rt.main) starter.hold(held);
  void run.result.then(() => {
    opener?.letGo(held);
    starter.letGo(held);
  });
}
