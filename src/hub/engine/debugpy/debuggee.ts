import { type Clock, counter, fail, isEddyError } from '../../../base/index.ts';
import type {
  Answer,
  Ask,
  DebugpyAsk,
  DebugpyJob,
  OrderName,
  SetBreakpoints,
  TargetInfo,
  WantedBreakpoints,
} from '../../../wire/protocol/index.ts';
import type { Engine } from '../../session/index.ts';
import { openAdapter } from './adapter.ts';
import { Attachment } from './attachment.ts';

export interface DebuggeeWork {
  /** The way to targets themselves. */
  readonly targets: Engine;
  readonly clock: Clock;
}

/** A process that debugpy was in before it was a target. */
export interface Adopted {
  readonly attachment: Attachment;
  readonly whose: 'ours' | 'theirs';
}

/** A plan is answered when debugpy has its lines, or after this: then an event tells of each that is bound. */
const bindWithinMs = 20_000;

/**
 * One Python process. One loop, which ends when debugpy has what was wanted last: what is wanted meanwhile is set as one. Debugpy's
 * adapter is there while lines are wanted.
 */
export class Debuggee {
  readonly #info: TargetInfo;
  readonly #options: DebuggeeWork;
  readonly #nextJob = counter();
  #wanted: WantedBreakpoints | undefined;
  /** Revision that was set last, or could not be. */
  #done = 0;
  #loop: Promise<void> | undefined;
  #attachment: Attachment | undefined;
  /** One that was lost is put out of the process before another is let in. */
  #letGo: Promise<void> | undefined;
  #closed = false;
  #isAdopted = false;

  constructor(info: TargetInfo, options: DebuggeeWork, adopted?: Adopted) {
    this.#info = info;
    this.#options = options;
    if (adopted !== undefined) this.#loop = this.#adopt(adopted);
  }

  /** Undefined: the target answers that by itself. */
  order<N extends OrderName>(name: N, ask: Ask<N>, timeoutMs?: number): Promise<unknown> | undefined {
    switch (name) {
      case 'plan':
        return this.#plan(ask as Ask<'plan'>, timeoutMs);
      case 'resume':
        return this.#resume(ask as Ask<'resume'>, timeoutMs);
      case 'evaluate': {
        const { hold, expression } = ask as Ask<'evaluate'>;
        return this.#work({ do: 'evaluate', hold, expression });
      }
      case 'set': {
        const { hold, name: variable, expression } = ask as Ask<'set'>;
        return this.#work({ do: 'set', hold, name: variable, expression });
      }
      default:
        return undefined;
    }
  }

  want(wanted: WantedBreakpoints): void {
    if (this.#closed) return;
    this.#wanted = wanted;
    this.#loop ??= this.#run();
  }

  async release(): Promise<void> {
    this.#closed = true;
    await this.#loop;
    await this.#tell({ trouble: 'Eddy has let the program go.' }).catch(ignoreGone);
    await this.#detach();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const attachment = this.#attachment;
    this.#attachment = undefined;
    await attachment?.close();
    await this.#loop;
    await this.#letGo;
  }

  async #run(): Promise<void> {
    while (!this.#closed && this.#wanted !== undefined && this.#wanted.revision !== this.#done) {
      const wanted = this.#wanted;
      try {
        await this.#set(wanted);
      } catch (error) {
        await this.#failed(error);
      }
      this.#done = wanted.revision;
    }
    this.#loop = undefined;
  }

  async #set(wanted: WantedBreakpoints): Promise<void> {
    if (isEmpty(wanted) && !this.#isAdopted) {
      await this.#detach();
      await this.#tell({ set: { revision: wanted.revision, files: [] } });
      return;
    }
    const attachment = this.#attachment ?? (await this.#attach(wanted));
    const set: SetBreakpoints = await attachment.set(wanted);
    await this.#tell({ set });
  }

  /** It is there for the whole time, also while nothing is wanted. */
  async #adopt({ attachment, whose }: Adopted): Promise<void> {
    this.#attachment = attachment;
    this.#isAdopted = true;
    void attachment.ended.then(why => this.#lost(attachment, why));
    await this.#tell({ adopted: whose }).catch(ignoreGone);
    await this.#run();
  }

  async #attach(wanted: WantedBreakpoints): Promise<Attachment> {
    await this.#letGo;
    const { clock } = this.#options;
    const adapter = await openAdapter(this.#info.pid, wanted, clock);
    const attachment = new Attachment(adapter.streams, clock);
    this.#attachment = attachment;
    if (this.#closed) await attachment.close();
    await attachment.open({ token: adapter.token, connect: connect => this.#tell({ connect }) });
    void attachment.ended.then(why => this.#lost(attachment, why));
    return attachment;
  }

  /** Debugpy is let go; the process runs on. */
  async #detach(): Promise<void> {
    const attachment = this.#attachment;
    if (attachment === undefined) return;
    this.#attachment = undefined;
    await this.#tell({ detach: true }).catch(ignoreGone);
    await attachment.close();
  }

  /** What was wanted cannot be had: the target says so of each probe. */
  async #failed(error: unknown): Promise<void> {
    const attachment = this.#attachment;
    this.#attachment = undefined;
    await this.#tell({ trouble: wordsOf(error) }).catch(ignoreGone);
    await this.#tell({ detach: true }).catch(ignoreGone);
    await attachment?.close().catch(ignoreGone);
  }

  #lost(attachment: Attachment, why: string): void {
    if (this.#attachment !== attachment) return;
    this.#attachment = undefined;
    this.#letGo = this.#letGoOf(
      attachment,
      `${why} What it watched is watched no more; set the probe again to start another.`,
    );
  }

  async #letGoOf(attachment: Attachment, trouble: string): Promise<void> {
    await this.#tell({ trouble }).catch(ignoreGone);
    await this.#tell({ detach: true }).catch(ignoreGone);
    await attachment.close().catch(ignoreGone);
  }

  async #plan(ask: Ask<'plan'>, timeoutMs: number | undefined): Promise<Answer<'plan'>> {
    const answer = await this.#options.targets.order(this.#info.id, 'plan', ask, timeoutMs);
    // What is taken away is not met from now on; debugpy may go later.
    if (this.#loop === undefined || this.#wanted === undefined || isEmpty(this.#wanted)) return answer;
    const late = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(bindWithinMs, late.resolve);
    await Promise.race([this.#loop, late.promise]);
    timer.cancel();
    const now = await this.#tell({});
    return 'bindings' in now ? now : answer;
  }

  /** The target knows whom it stopped; debugpy lets all of them go at once. */
  async #resume(ask: Ask<'resume'>, timeoutMs: number | undefined): Promise<Answer<'resume'>> {
    const { late, ...answer } = await this.#options.targets.order(this.#info.id, 'resume', ask, timeoutMs);
    if (!answer.resumed) return answer;
    await this.#loop;
    const isGoing = await this.#attachment?.resume(late === true);
    // Without an adapter the target itself lets go.
    if (isGoing !== true) await this.#tell({ release: true });
    return answer;
  }

  /** Runs in the thread that is stopped, where the program's own context is; debugpy calls it there. */
  async #work(job: Omit<DebugpyJob, 'id'>): Promise<unknown> {
    const attachment = this.#attachment;
    if (attachment === undefined)
      throw fail('closed', `Nothing is stopped in process ${this.#info.pid} that debugpy could reach.`);
    const id = `j${this.#nextJob()}`;
    await this.#tell({ job: { ...job, id } });
    await attachment.call(`__import__('sys').modules['eddy_agent.probes'].work('${id}')`);
    return this.#tell({ result: id });
  }

  #tell(ask: DebugpyAsk): Promise<Answer<'debugpy'>> {
    return this.#options.targets.order(this.#info.id, 'debugpy', ask);
  }
}

function isEmpty({ files, errors = [] }: WantedBreakpoints): boolean {
  return files.length === 0 && errors.length === 0;
}

function ignoreGone(error: unknown): void {
  if (!isEddyError(error)) throw error;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
