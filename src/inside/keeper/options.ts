import type { MessagePort } from 'node:worker_threads';
import type { RedialPace } from '../../base/index.ts';
import type { FailOn, OrderLine, TargetInfo } from '../../wire/protocol/index.ts';
import type { HubPlace } from './hub-place.ts';

/** What the thread that starts a keeper tells it. */
export interface KeeperOptions {
  /** Shared memory of the thread that started it. */
  readonly shared: SharedArrayBuffer;
  /** Name of the channel on which worker threads hand over their shared memory. */
  readonly threads: string;
  /** Name of the channel on which threads hear what the hub asks. */
  readonly orders: string;
  /** The same for the starting thread alone, where it hears nothing by itself; absent: it listens on the channel. */
  readonly port?: MessagePort;
  /** Bytes of the starting thread's gates; absent when it has none. */
  readonly switches?: SharedArrayBuffer;
  readonly target: string;
  readonly pid: number;
  /** Absent when no hub is there: then the keeper writes the files itself. */
  readonly hub?: HubPlace;
  readonly reportFile?: string;
  readonly eventsFile?: string;
  readonly failOn?: FailOn;
  readonly loopBlockedMs: number;
  /** How its hub is dialled again; absent: as usual. */
  readonly reconnect?: Partial<RedialPace>;
}

/** What a thread sends on the channel: a worker when it starts, and each when it needs more bytes for its gates. */
export interface ThreadHello {
  readonly target: string;
  readonly shared?: SharedArrayBuffer;
  readonly switches?: SharedArrayBuffer;
  /** With `shared`. */
  readonly info?: TargetInfo;
}

/** What a thread sends on the same channel of one that it started: it is over, whether or not it could say so. */
export interface ThreadGone {
  readonly gone: number;
}

/** Marks what keepers say to threads: it is no message of the program's. */
export const orderType = 'eddy.order.1';

/** What a keeper says to its threads. `lost`: nobody is there who could let a held flow go; `found`: somebody is again. */
export interface KeeperWord {
  readonly type: typeof orderType;
  readonly line: OrderLine | 'lost' | 'found';
}
