import type { FailOn } from '../../wire/protocol/index.ts';

/** What the thread that starts a keeper tells it. */
export interface KeeperOptions {
  /** Shared memory of the thread that started it. */
  readonly shared: SharedArrayBuffer;
  /** Name of the channel on which worker threads hand over their shared memory. */
  readonly threads: string;
  readonly target: string;
  readonly pid: number;
  /** Absent when no hub is there: then the keeper writes the files itself. */
  readonly hub?: { readonly path: string; readonly token: string };
  readonly reportFile?: string;
  readonly eventsFile?: string;
  readonly failOn?: FailOn;
  readonly loopBlockedMs: number;
}

/** What a worker thread sends on the channel when it starts. */
export interface ThreadHello {
  readonly target: string;
  readonly shared: SharedArrayBuffer;
}
