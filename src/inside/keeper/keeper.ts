import { BroadcastChannel } from 'node:worker_threads';
import { BlockWatch } from './block-watch.ts';
import { Channel } from './channel.ts';
import type { KeeperOptions, ThreadHello } from './options.ts';
import { FileOutlet, HubOutlet, type Outlet } from './outlet.ts';

const pollMs = 25;

interface Thread {
  readonly target: string;
  readonly channel: Channel;
  readonly decoder: TextDecoder;
  /** The last, unfinished line. */
  rest: string;
}

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

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#outlet = options.hub === undefined ? new FileOutlet(options) : new HubOutlet(options.hub, options.pid);
    this.#main = { target: options.target, channel: new Channel(options.shared), decoder: new TextDecoder(), rest: '' };
    this.#threads.set(options.target, this.#main);
    this.#watch = new BlockWatch(options, this.#main.channel, line => this.#outlet.write(line));
  }

  start(): void {
    const threads = new BroadcastChannel(this.#options.threads);
    threads.onmessage = event => {
      const hello = (event as unknown as { data: ThreadHello }).data;
      this.#threads.set(hello.target, {
        target: hello.target,
        channel: new Channel(hello.shared),
        decoder: new TextDecoder(),
        rest: '',
      });
    };
    void this.#poll();
  }

  async #poll(): Promise<void> {
    for (;;) {
      await this.#main.channel.bell(pollMs);
      this.#drain();
      this.#watch.look();
      for (const [target, thread] of this.#threads) {
        if (!thread.channel.ending) continue;
        this.#pass(thread);
        if (thread === this.#main) for (const other of this.#threads.values()) this.#pass(other);
        this.#outlet.flush(() => thread.channel.sayFlushed());
        if (thread !== this.#main) this.#threads.delete(target);
        else return;
      }
    }
  }

  #drain(): void {
    for (const thread of this.#threads.values()) this.#pass(thread);
  }

  #pass(thread: Thread): void {
    const bytes = thread.channel.read();
    if (bytes.length === 0) return;
    const text = thread.rest + thread.decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf('\n') + 1;
    thread.rest = text.slice(end);
    if (end > 0) this.#outlet.write(text.slice(0, end));
  }
}
