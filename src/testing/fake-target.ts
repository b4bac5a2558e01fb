import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Answer, Ask, EddyEvent, OrderLine, OrderName, TargetInfo, TargetLine } from '../wire/protocol/index.ts';
import { LineCutter, maxLineBytes, protocolVersion } from '../wire/protocol/index.ts';

/** Gives an answer, throws a refusal (an error with a `code`), or says nothing. */
export type FakeAnswers = {
  [N in OrderName]?: (ask: Ask<N>) => Answer<N> | undefined;
};

export function fakeInfo(id: string, more: Partial<TargetInfo> = {}): TargetInfo {
  return {
    id,
    kind: 'process',
    pid: process.pid,
    thread: 0,
    node: process.versions.node,
    argv: [],
    started: 1_700_000_000_000,
    isolation: true,
    notes: [],
    ...more,
  };
}

/** A target that speaks the protocol over a hub's real socket, and answers what it is told to answer. */
export class FakeTarget {
  readonly info: TargetInfo;
  /** Orders that came, in their order. */
  readonly orders: OrderLine[] = [];
  answers: FakeAnswers;
  readonly #socket: Socket;
  #seq = 0;
  #wake: () => void = () => {};

  private constructor(socket: Socket, info: TargetInfo, answers: FakeAnswers) {
    this.#socket = socket;
    this.info = info;
    this.answers = answers;
    const cutter = new LineCutter(maxLineBytes);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const text of cutter.push(chunk)) {
        const line = JSON.parse(text) as OrderLine | { say: 'ack' };
        if (line.say === 'order') this.#take(line);
      }
    });
  }

  static async open(
    { path, token }: { readonly path: string; readonly token: string },
    info: TargetInfo,
    answers: FakeAnswers = {},
  ): Promise<FakeTarget> {
    const socket = connect(path);
    await once(socket, 'connect');
    const target = new FakeTarget(socket, info, answers);
    target.say({ say: 'hello', version: protocolVersion, token, pid: info.pid });
    target.say({ say: 'target', target: info });
    return target;
  }

  say(line: TargetLine): void {
    this.#socket.write(`${JSON.stringify(line)}\n`);
  }

  event(kind: EddyEvent['kind'], data: Record<string, unknown>, more: Partial<EddyEvent> = {}): void {
    const event = { seq: ++this.#seq, at: this.info.started + this.#seq, kind, target: this.info.id, data, ...more };
    this.say({ say: 'event', event });
  }

  /** The first order of that name that has not been waited for yet. */
  async next(name: OrderName): Promise<OrderLine> {
    for (;;) {
      const at = this.orders.findIndex(({ order }) => order === name);
      if (at >= 0) return this.orders.splice(at, 1)[0]!;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  /** Its process is gone. */
  async end(): Promise<void> {
    if (this.#socket.destroyed) return;
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }

  #take(line: OrderLine): void {
    this.orders.push(line);
    const { id, target, order, ask } = line;
    try {
      const answer = (this.answers[order] as ((ask: unknown) => Answer<OrderName> | undefined) | undefined)?.(ask);
      if (answer !== undefined) this.say({ say: 'answer', id, target, answer });
    } catch (error) {
      const { code = 'refused', message } = error as Error & { code?: string };
      this.say({ say: 'answer', id, target, error: { code, message } });
    }
    this.#wake();
  }
}
