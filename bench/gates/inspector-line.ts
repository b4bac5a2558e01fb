/** A line to a Node's inspector, as an outside debugger has it. */
export class InspectorLine {
  readonly #socket: WebSocket;
  readonly #asked = new Map<number, (result: never) => void>();
  readonly #paused: ((event: Paused) => void)[] = [];
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, method, result, params } = JSON.parse(String(data)) as {
        id?: number;
        method?: string;
        result: never;
        params: Paused;
      };
      if (id !== undefined) {
        this.#asked.get(id)?.(result);
        this.#asked.delete(id);
      } else if (method === 'Debugger.paused') this.#paused.shift()?.(params);
    });
  }

  static async open(url: string): Promise<InspectorLine> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new InspectorLine(socket);
  }

  ask<T>(method: string, params: Record<string, unknown> = {}): Promise<T> {
    const id = ++this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise(resolve => this.#asked.set(id, resolve as (result: never) => void));
  }

  nextPause(): Promise<Paused> {
    return new Promise(resolve => this.#paused.push(resolve));
  }

  close(): void {
    this.#socket.close();
  }
}

export interface Paused {
  readonly callFrames: readonly {
    readonly scopeChain: readonly { readonly type: string; readonly object: { readonly objectId: string } }[];
  }[];
}
