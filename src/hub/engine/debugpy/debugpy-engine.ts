import { isEddyError } from '../../../base/index.ts';
import type { Answer, Ask, OrderName, TargetLine } from '../../../wire/protocol/index.ts';
import type { Engine } from '../../session/index.ts';
import type { Attachment } from './attachment.ts';
import { type Adopted, Debuggee, type DebuggeeWork } from './debuggee.ts';

/** The way to targets, where those of Python have debugpy beside them while they have probes. */
export class DebugpyEngine implements Engine {
  readonly #options: DebuggeeWork;
  readonly #debuggees = new Map<string, Debuggee>();
  readonly #adopted = new Map<number, Adopted>();
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: DebuggeeWork) {
    this.#options = options;
  }

  async order<N extends OrderName>(target: string, name: N, ask: Ask<N>, timeoutMs?: number): Promise<Answer<N>> {
    const debuggee = this.#debuggees.get(target);
    const answer = debuggee?.order(name, ask, timeoutMs) ?? this.#options.targets.order(target, name, ask, timeoutMs);
    return answer as Promise<Answer<N>>;
  }

  /** Debugpy is in that process already, and this speaks to it: for the target that it becomes. */
  adopt(pid: number, attachment: Attachment, whose: 'ours' | 'theirs'): void {
    this.#adopted.set(pid, { attachment, whose });
  }

  /** What a target said, in its order. */
  take(line: TargetLine): void {
    if (line.say === 'target' && line.target.python !== undefined && !this.#debuggees.has(line.target.id)) {
      const adopted = this.#adopted.get(line.target.pid);
      this.#adopted.delete(line.target.pid);
      this.#debuggees.set(line.target.id, new Debuggee(line.target, this.#options, adopted));
    } else if (line.say === 'breakpoints') {
      this.#debuggees.get(line.target)?.want(line.wanted);
    } else if (line.say === 'end') {
      this.gone(line.target);
    }
  }

  /** Its probes are gone, what was stopped goes on, and debugpy is let go. */
  async release(target: string): Promise<void> {
    const debuggee = this.#debuggees.get(target);
    this.#debuggees.delete(target);
    await debuggee?.release();
  }

  /** It has ended, or its connection has. */
  gone(target: string): void {
    const debuggee = this.#debuggees.get(target);
    this.#debuggees.delete(target);
    // Nobody waits for an adapter of who is gone; the hub's own end does.
    if (debuggee !== undefined) this.#leave(debuggee);
  }

  /** Programs run on, and nothing that we started does. */
  async close(): Promise<void> {
    for (const target of [...this.#debuggees.keys()]) this.gone(target);
    await Promise.all(this.#leaving);
  }

  #leave(debuggee: Debuggee): void {
    const left = debuggee.close().catch(error => {
      if (!isEddyError(error)) throw error;
    });
    this.#leaving.add(left);
    void left.finally(() => this.#leaving.delete(left));
  }
}
