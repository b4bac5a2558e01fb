import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import { systemClock } from '../../base/index.ts';
import { encodeLine, type OrderLine, type TargetInfo } from '../../wire/protocol/index.ts';
import { BlockWatch } from './block-watch.ts';
import { Channel } from './channel.ts';
import { FileOutlet } from './file-outlet.ts';
import { HubOutlet } from './hub-outlet.ts';
import { type KeeperOptions, type KeeperWord, orderType, type ThreadGone, type ThreadHello } from './options.ts';
import type { Outlet } from './outlet.ts';
import { callThroughGates } from './switches.ts';
import { ThrowWatch, throwStates } from './throw-watch.ts';

const pollMs = 25;

interface Thread {
  readonly target: string;
  readonly channel: Channel;
  readonly decoder: TextDecoder;
  /** Bytes of its gates. */
  readonly switches: SharedArrayBuffer[];
  /** The last, unfinished line. */
  rest: string;
  /** Of a worker. */
  readonly info: TargetInfo | undefined;
}

/** An order that was passed on and not answered yet. */
interface Open {
  readonly target: string;
  readonly since: number;
  called: boolean;
}

/** A thread that did not answer for so long does not turn its loop: it is called through its gates. */
const callAfterMs = 20;

/**
 * Loops: `#poll` (every 25 ms, or when a thread rings) drains every thread's channel into the outlet; the block watch
 * runs on the same beat. Both end with the process: nothing here is closed by hand.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #outlet: Outlet;
  readonly #main: Thread;
  readonly #threads = new Map<string, Thread>();
  readonly #watch: BlockWatch;
  readonly #orders: BroadcastChannel;
  readonly #open = new Map<number, Open>();
  #isLost = false;
  readonly #throws = new ThrowWatch(dirname(fileURLToPath(import.meta.url)));

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#orders = new BroadcastChannel(options.orders);
    this.#outlet =
      options.hub === undefined
        ? new FileOutlet(options)
        : new HubOutlet(options.hub, options, {
            onOrder: order => this.#passOn(order),
            onReady: () => this.#main.channel.ring(),
            onLost: () => {
              this.#isLost = true;
              this.#open.clear();
              this.#tellLost();
            },
            onFound: () => {
              this.#isLost = false;
              this.#tellFound();
            },
            onLetGo: (target, isEvent) => this.#threads.get(target)?.channel.addLetGo(isEvent),
          });
    this.#main = newThread(options.target, options.shared, options.switches);
    this.#threads.set(options.target, this.#main);
    this.#watch = new BlockWatch(options, this.#main.channel, line => this.#outlet.write(options.target, line));
  }

  start(): void {
    const threads = new BroadcastChannel(this.#options.threads);
    threads.onmessage = event => {
      const { data } = event as unknown as { data: ThreadHello | ThreadGone };
      if ('gone' in data) {
        this.#gone(data.gone);
        return;
      }
      const { target, shared, switches, info } = data;
      if (shared !== undefined) {
        // It says so until we have heard it.
        if (this.#threads.has(target)) return;
        const thread = newThread(target, shared, switches, info);
        this.#threads.set(target, thread);
        thread.channel.sayKnown();
        if (this.#isLost) this.#tellLost();
      } else if (switches !== undefined) this.#threads.get(target)?.switches.push(switches);
    };
    void this.#poll();
  }

  async #poll(): Promise<void> {
    for (;;) {
      await this.#main.channel.bell(pollMs);
      if (this.#outlet.isReady) this.#drain();
      this.#callBusy();
      this.#watch.look();
      this.#throws.want(throwStates[this.#main.channel.throwsWanted] ?? 'none');
      for (const [target, thread] of this.#threads) {
        if (!thread.channel.ending || !this.#outlet.isReady) continue;
        this.#pass(thread);
        if (thread === this.#main) this.#throws.close();
        if (thread === this.#main) for (const other of this.#threads.values()) this.#pass(other);
        this.#outlet.flush(target, left => thread.channel.sayFlushed(left));
        if (thread !== this.#main) this.#threads.delete(target);
        else return;
      }
    }
  }

  /** One that could say its end has said it, and waits for us or is forgotten already. */
  #gone(id: number): void {
    const thread = [...this.#threads.values()].find(({ info }) => info?.thread === id);
    if (thread === undefined || thread.channel.ending) return;
    this.#pass(thread);
    const { target } = thread;
    this.#threads.delete(target);
    const at = systemClock.now();
    const info: TargetInfo = { ...thread.info!, ended: at, end: { how: 'terminated' } };
    this.#outlet.write(target, encodeLine({ say: 'end', target, at, info }));
    this.#outlet.flush(target, () => {});
  }

  #drain(): void {
    for (const thread of this.#threads.values()) this.#pass(thread);
  }

  /** A line is taken when it is with the outlet: the program's end may end us in the midst, and takes what is left itself. */
  #pass(thread: Thread): void {
    const { bytes, end } = thread.channel.look();
    if (bytes.length === 0) return;
    try {
      this.#hand(thread, thread.rest + thread.decoder.decode(bytes, { stream: true }));
    } finally {
      thread.channel.take(end);
    }
  }

  #hand(thread: Thread, text: string): void {
    const end = text.lastIndexOf('\n') + 1;
    thread.rest = text.slice(end);
    if (end === 0) return;
    if (this.#open.size > 0) this.#noteAnswers(text.slice(0, end));
    this.#outlet.write(thread.target, text.slice(0, end));
  }

  #passOn(order: OrderLine): void {
    this.#open.set(order.id, { target: order.target, since: performance.now(), called: false });
    this.#say(order);
    // A busy thread is called soon, and not at the end of a long nap of ours.
    systemClock.after(callAfterMs, () => this.#main.channel.ring());
  }

  /** As a word beside the message: a thread that starts does not hear messages yet. */
  #tellLost(): void {
    for (const thread of this.#threads.values()) thread.channel.setLost(true);
    this.#say('lost');
  }

  /** The word first: a thread that starts, and still reads "lost" in it, hears the message. */
  #tellFound(): void {
    for (const thread of this.#threads.values()) thread.channel.setLost(false);
    this.#say('found');
  }

  #say(line: KeeperWord['line']): void {
    const word: KeeperWord = { type: orderType, line };
    this.#orders.postMessage(word);
    this.#options.port?.postMessage(word);
    for (const thread of this.#threads.values()) thread.channel.tellOfMail();
  }

  #noteAnswers(text: string): void {
    for (const [, id] of text.matchAll(/^\{"say":"answer","id":(\d+)/gm)) this.#open.delete(Number(id));
  }

  #callBusy(): void {
    const now = performance.now();
    for (const open of this.#open.values()) {
      if (open.called || now - open.since < callAfterMs) continue;
      open.called = true;
      callThroughGates(this.#threads.get(open.target)?.switches ?? []);
    }
  }
}

function newThread(
  target: string,
  shared: SharedArrayBuffer,
  switches: SharedArrayBuffer | undefined,
  info?: TargetInfo,
): Thread {
  return {
    target,
    channel: new Channel(shared),
    decoder: new TextDecoder(),
    switches: switches === undefined ? [] : [switches],
    rest: '',
    info,
  };
}
