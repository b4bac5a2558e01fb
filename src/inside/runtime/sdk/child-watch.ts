import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Flow, runtime } from '../core/index.ts';
import type { SdkSession } from './sdk-session.ts';
import { type ChildLike, WatchedChild } from './watched-child.ts';

const channel = 'child_process';
const maxPerSession = 32;

/** Sees the children that are spawned in the flows of running SDK sessions, where the SDK does not show its own. */
export class ChildWatch {
  readonly #sessionOf: (flow: Flow) => SdkSession | undefined;
  #running = 0;

  constructor(sessionOf: (flow: Flow) => SdkSession | undefined) {
    this.#sessionOf = sessionOf;
  }

  start(): void {
    if (this.#running++ === 0) subscribe(channel, this.#onSpawn);
  }

  stop(): void {
    if (--this.#running === 0) unsubscribe(channel, this.#onSpawn);
  }

  // Told by the constructor, before there is a pid, in the flow that spawns.
  readonly #onSpawn = (message: unknown): void => {
    runtime().guard('sdk children', () => {
      const session = this.#sessionOf(runtime().flow());
      const child = (message as { process?: ChildLike }).process;
      if (session === undefined || child === undefined) return;
      const { children } = session;
      if (children.length >= maxPerSession) {
        const gone = children.findIndex(one => !one.owned && !one.alive);
        if (gone < 0) {
          runtime().drop('sdk children');
          return;
        }
        children.splice(gone, 1);
      }
      children.push(new WatchedChild(child, false));
    });
  };
}
