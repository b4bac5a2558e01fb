import { type Clock, fail } from '../../base/index.ts';
import type { EditorProgram, ProgramEnd } from './editor-ports.ts';

/** After a polite word it has so long. */
const endsWithinMs = 2_000;

export interface ProgramTeller {
  started(pid: number): void;
  /** Once, when all that it wrote was told. */
  ended(end: ProgramEnd): void;
}

export interface Killing {
  /** It stands, and hears nothing. */
  readonly isDeaf: boolean;
  /** Pids of the run's processes that are there. */
  left(): readonly number[];
  signal(pid: number, name: NodeJS.Signals): void;
}

/** A program that was started for an editor, from its first moment to its last. */
export class Program {
  readonly hub: EditorProgram;
  readonly #clock: Clock;
  readonly #tell: ProgramTeller;
  #started: Promise<unknown> | undefined;
  #end: Promise<void> | undefined;
  #isOver = false;
  #asked = 0;
  #pid = 0;

  constructor(hub: EditorProgram, clock: Clock, tell: ProgramTeller) {
    this.hub = hub;
    this.#clock = clock;
    this.#tell = tell;
  }

  async start(): Promise<void> {
    if (this.#started !== undefined) throw fail('bad-usage', 'It runs already.');
    const started = this.hub.start();
    this.#started = started;
    const { pid, end } = await started;
    this.#pid = pid;
    this.#tell.started(pid);
    this.#end = end.then(how => {
      this.#isOver = true;
      this.#tell.ended(how);
    });
  }

  get runs(): boolean {
    return this.#end !== undefined && !this.#isOver;
  }

  /** Settles when it has ended; at once when it never ran. */
  get over(): Promise<void> {
    return this.#end ?? Promise.resolve();
  }

  /** The first time it may still do something about it. */
  terminate(): void {
    this.hub.signal(this.#asked++ === 0 ? 'SIGTERM' : 'SIGKILL');
  }

  /** It is over when this settles, and so are those of its processes that are known. */
  async kill({ isDeaf, left, signal }: Killing): Promise<void> {
    // It may be on its way.
    await this.#started?.catch(() => {});
    if (this.runs) {
      // Let go, to hear a word, it would do what its user stopped it before.
      this.hub.signal(isDeaf ? 'SIGKILL' : 'SIGTERM');
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = this.#clock.after(endsWithinMs, resolve, { holdsProcess: true });
      await Promise.race([this.over, late]);
      timer.cancel();
      if (this.runs) this.hub.signal('SIGKILL');
      await this.over;
    }
    for (const pid of left()) if (pid !== this.#pid) signal(pid, 'SIGKILL');
  }
}
