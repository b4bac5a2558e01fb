import type { Trace } from '../core/index.ts';
import { runtime } from '../core/index.ts';
import { type LeftBehind, sdkListeners } from '../findings/sdk-listeners.ts';
import { limits } from '../limits.ts';
import type { AddedListener } from './listener-watch.ts';
import type { SdkSession } from './sdk-session.ts';

const maxKept = 64;
const maxGroups = 100;
const least = 3;

/** The same kind of listener, left by runs that were created at one place. One is a set-up; one with each run is a leak. */
export class LeftListeners implements LeftBehind {
  readonly what: string;
  readonly least: number = least;
  latest: { readonly session: SdkSession; readonly added: Trace } | undefined;
  #runs: { readonly present: () => boolean }[] = [];

  constructor(what: string) {
    this.what = what;
  }

  /** Runs whose listener is still there. */
  count(): number {
    return this.#runs.filter(run => run.present()).length;
  }

  add(session: SdkSession, listener: AddedListener): void {
    this.latest = { session, added: listener.added };
    if (this.#runs.length >= maxKept) this.#runs = this.#runs.filter(run => run.present()).slice(-maxKept + 1);
    this.#runs.push({ present: listener.present });
    const count = this.#runs.length;
    if (count >= least && (count - least) % least === 0) {
      // A little later: a child's exit may still take its listener away.
      runtime().findings.lookLater(sdkListeners, this, limits.leakGraceMs);
    }
  }
}

/** Sorts what each run left by place and kind. */
export function noteLeft(
  groups: Map<string, LeftListeners>,
  session: SdkSession,
  left: readonly AddedListener[],
): void {
  const seen = new Set<string>();
  for (const listener of left) {
    const own = session.created.own;
    const key = `${own?.file}:${own?.line}:${own?.column}|${listener.what}`;
    // Two of one kind in one run count as one run.
    if (seen.has(key)) continue;
    seen.add(key);
    let group = groups.get(key);
    if (group === undefined) {
      if (groups.size >= maxGroups) {
        runtime().drop('sdk listener groups');
        continue;
      }
      group = new LeftListeners(listener.what);
      groups.set(key, group);
    }
    group.add(session, listener);
  }
}
