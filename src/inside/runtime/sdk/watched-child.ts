import { readFileSync } from 'node:fs';
import { pidAnswers } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';

/** A child process as `node:child_process` makes it, or as an SDK shapes its own. */
export interface ChildLike {
  readonly pid?: number | undefined;
  readonly exitCode: number | null;
  readonly signalCode?: NodeJS.Signals | string | null;
  kill(signal: NodeJS.Signals): boolean;
}

const pollMs = 20;

/** One child of an SDK session: whether it lives, and its end by its own pid and no other. */
export class WatchedChild {
  readonly #child: ChildLike | number;
  /** True when its owner handed it over: then a run ends it. Those only seen being spawned are watched. */
  readonly owned: boolean;

  constructor(child: ChildLike | number, owned: boolean) {
    this.#child = child;
    this.owned = owned;
  }

  is(child: ChildLike | number): boolean {
    return this.#child === child || (typeof child === 'object' && child.pid !== undefined && child.pid === this.pid);
  }

  get pid(): number | undefined {
    return typeof this.#child === 'number' ? this.#child : this.#child.pid;
  }

  get alive(): boolean {
    const child = this.#child;
    if (typeof child !== 'number') {
      // No pid: it could not be started.
      if (child.pid === undefined) return false;
      if (child.exitCode !== null && child.exitCode !== undefined) return false;
      if (child.signalCode !== null && child.signalCode !== undefined) return false;
      // Its exit counts when Node has seen it, or where nobody can see it any more.
      return pidAnswers(child.pid);
    }
    return pidAnswers(child) && !isZombie(child);
  }

  /** Only while it lives: a pid that is gone may soon be another's. */
  signal(signal: NodeJS.Signals): void {
    if (!this.alive) return;
    try {
      if (typeof this.#child === 'number') process.kill(this.#child, signal);
      else this.#child.kill(signal);
    } catch {
      // It went in between, or may not be signalled: the wait that follows says which.
    }
  }

  /** True when it has gone within the time. */
  gone(withinMs: number): Promise<boolean> {
    const { clock } = runtime();
    const until = clock.monotonic() + withinMs;
    return new Promise(resolve => {
      const look = (): void => {
        if (!this.alive) resolve(true);
        else if (clock.monotonic() >= until) resolve(false);
        else clock.after(Math.min(pollMs, Math.max(1, until - clock.monotonic())), look, { holdsProcess: true });
      };
      look();
    });
  }

  /** Waits, then SIGTERM, then SIGKILL, each with the same time to go; true when its exit was seen. */
  async endWithin(eachMs: number): Promise<boolean> {
    if (await this.gone(eachMs)) return true;
    return await this.kill(eachMs);
  }

  async kill(eachMs: number): Promise<boolean> {
    this.signal('SIGTERM');
    if (await this.gone(eachMs)) return true;
    this.signal('SIGKILL');
    return await this.gone(Math.max(eachMs, 1_000));
  }
}

/** It has exited and its parent has not looked yet. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat[stat.lastIndexOf(')') + 2] === 'Z';
  } catch {
    return false;
  }
}
