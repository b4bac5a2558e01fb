import { BroadcastChannel, receiveMessageOnPort } from 'node:worker_threads';
import { fail, isEddyError } from '../../base/index.ts';
import type { Answer, AnswerLine, Ask, OrderName } from '../../wire/protocol/index.ts';
import type { KeeperWord } from '../keeper/index.ts';
import { toldText } from '../runtime/capture/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import { ordersChannel } from './line.ts';

/** `in place`: the thread is stopped, or busy in one turn of its loop; else it answers between turns. */
export type How = 'in place' | 'in turns';

type Given<N extends OrderName> = Answer<N> | Promise<Answer<N>> | AsyncIterable<Answer<N>>;

/** Those of Python targets are none of ours. */
export type OrderHandlers = {
  readonly [N in Exclude<OrderName, 'debugpy' | 'detach'>]: (ask: Ask<N>, how: How) => Given<N>;
} & {
  /** Of a program that was attached to. */
  readonly detach?: () => Given<'detach'>;
};

/** Where a thread hears its keeper: messages stay there until they are taken. */
export interface OrderPort {
  close(): void;
}

/** The channel of all threads of this process: it hands messages over between turns of the loop. */
export function hearAll(take: (message: unknown) => void): OrderPort {
  const channel = new BroadcastChannel(ordersChannel());
  channel.onmessage = event => take((event as unknown as { data: unknown }).data);
  channel.unref();
  return channel;
}

export interface OrderWays {
  say(line: AnswerLine, urgent: true): void;
  /** Nobody is left who could ask for anything, or somebody is there again. */
  onHub(is: 'lost' | 'found'): void;
  /** `take`: what comes by itself; nothing does where the thread looks. */
  hear(take: (message: unknown) => void): OrderPort;
}

/** What a hub asks of this thread, answered in the thread: in its loop's next turn, or where it looks at its mail. */
export class Orders {
  readonly #rt: Runtime;
  readonly #port: OrderPort;
  readonly #handlers: OrderHandlers;
  readonly #ways: OrderWays;

  constructor(rt: Runtime, handlers: OrderHandlers, ways: OrderWays) {
    this.#rt = rt;
    this.#handlers = handlers;
    this.#ways = ways;
    this.#port = ways.hear(message => this.#take(message, 'in turns'));
  }

  /** Nothing is heard any more. */
  close(): void {
    this.#port.close();
  }

  /** Takes what is there without waiting for the loop. */
  look(how: How = 'in place'): void {
    for (;;) {
      const mail = receiveMessageOnPort(this.#port as never) as { message: unknown } | undefined;
      if (mail === undefined) return;
      this.#take(mail.message, how);
    }
  }

  #take(message: unknown, how: How): void {
    const { line } = message as KeeperWord;
    if (line === 'lost' || line === 'found') {
      this.#ways.onHub(line);
      return;
    }
    if (line.target !== this.#rt.target) return;
    const answer = (more: Pick<AnswerLine, 'answer' | 'error' | 'more'>) =>
      this.#ways.say({ say: 'answer', id: line.id, target: this.#rt.target, ...more }, true);
    const refuse = (error: unknown) => {
      const code = isEddyError(error) ? error.code : 'bad-expression';
      answer({ error: { code, message: toldText(error instanceof Error ? error.message : String(error)) } });
    };
    try {
      const handle = this.#handlers[line.order as keyof OrderHandlers] as
        | ((ask: unknown, how: How) => Given<OrderName>)
        | undefined;
      if (handle === undefined) throw fail('refused', `This program was not attached to: it knows no "${line.order}".`);
      const given = handle(line.ask, how);
      if (Symbol.asyncIterator in given) void answerInParts(given, answer).catch(refuse);
      else if (given instanceof Promise) given.then(one => answer({ answer: one }), refuse);
      else answer({ answer: given });
    } catch (error) {
      refuse(error);
    }
  }
}

async function answerInParts(
  parts: AsyncIterable<Answer<OrderName>>,
  answer: (more: Pick<AnswerLine, 'answer' | 'more'>) => void,
): Promise<void> {
  let before: Answer<OrderName> | undefined;
  for await (const part of parts) {
    if (before !== undefined) answer({ answer: before, more: true });
    before = part;
  }
  answer({ answer: before! });
}
