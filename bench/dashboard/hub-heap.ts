import type { Running } from '../gates/room.ts';

/** Words for Node so that a process can be asked for its memory. */
export const inspected = '--inspect=127.0.0.1:0';

/** In MB. */
export interface HubMemory {
  /** Of the hub's own thread: objects and buffers that are in use; what nobody needs is collected first. */
  readonly used: number;
  /** Of the process, as it stood before that. */
  readonly resident: number;
}

interface Reply {
  readonly id: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly error?: { readonly message: string };
}

const readMemory = `(() => {
  const { heapUsed, external, rss } = process.memoryUsage();
  return JSON.stringify({ used: (heapUsed + external) / 2 ** 20, resident: rss / 2 ** 20 });
})()`;

/** Asks a hub by its inspector. */
export class HubHeap {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    };
    socket.onclose = () => {
      for (const [id, settle] of this.#waiting) settle({ id, error: { message: 'The hub is gone.' } });
    };
  }

  /** The hub was started with `inspected`; it says where it listens. */
  static async open(hub: Running): Promise<HubHeap> {
    const socket = new WebSocket(await addressOf(hub));
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error('The hub’s inspector cannot be reached.'));
    });
    return new HubHeap(socket);
  }

  async read(): Promise<HubMemory> {
    const { resident } = await this.#memory();
    await this.#ask('HeapProfiler.collectGarbage', {});
    return { used: (await this.#memory()).used, resident };
  }

  /** It would wait for us at its end. */
  close(): void {
    this.#socket.close();
  }

  async #memory(): Promise<HubMemory> {
    const { result } = await this.#ask('Runtime.evaluate', { expression: readMemory, returnByValue: true });
    return JSON.parse(String(result?.result?.value)) as HubMemory;
  }

  async #ask(method: string, params: object): Promise<Reply> {
    const id = ++this.#last;
    const reply = await new Promise<Reply>(resolve => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    if (reply.error !== undefined) throw new Error(reply.error.message);
    return reply;
  }
}

/** What else it says is said on. */
async function addressOf(hub: Running): Promise<string> {
  for (;;) {
    const found = /ws:\/\/\S+/.exec(await hub.line('stderr'));
    if (found === null) continue;
    void sayOn(hub).catch(() => {});
    return found[0];
  }
}

async function sayOn(hub: Running): Promise<void> {
  for (;;) {
    const line = await hub.line('stderr');
    if (!/debugger|inspector|^For help/i.test(line)) process.stderr.write(`${line}\n`);
  }
}
