import { BroadcastChannel, receiveMessageOnPort } from 'node:worker_threads';
import { isEddyError } from '../../base/index.ts';
import type { Answer, AnswerLine, Ask, OrderName } from '../../wire/protocol/index.ts';
import type { KeeperWord } from '../keeper/index.ts';
import { toldText } from '../runtime/capture/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import { ordersChannel } from './line.ts';

/** `in place`: the thread is stopped, or busy in one turn of its loop; else it answers between turns. */
export type How = 'in place' | 'in turns';

type Given<N extends OrderName> = Answer<N> | Promise<Answer<N>> | AsyncGenerator<Answer<N>>;

/** Those of Python targets are none of ours. */
export type OrderHandlers = {
  readonly [N in Exclude<OrderName, 'debugpy'>]: (ask: Ask<N>, how: How) => Given<N>;
};

/** What a hub asks of this thread, answered in the thread: in its loop's next turn, or where it looks at its mail. */
export class Orders {
  readonly #rt: Runtime;
  readonly #channel: BroadcastChannel;
  readonly #handlers: OrderHandlers;
  readonly #say: (line: AnswerLine, urgent: true) => void;
  readonly #onHub: (is: 'lost' | 'found') => void;

  /** `onHub`: nobody is left who could ask for anything, or somebody is there again. */
  constructor(
    rt: Runtime,
    handlers: OrderHandlers,
    say: (line: AnswerLine, urgent: true) => void,
    onHub: (is: 'lost' | 'found') => void,
  ) {
    this.#rt = rt;
    this.#handlers = handlers;
    this.#say = say;
    this.#onHub = onHub;
    this.#channel = new BroadcastChannel(ordersChannel());
    this.#channel.onmessage = event => this.#take((event as unknown as { data: unknown }).data, 'in turns');
    this.#channel.unref();
  }

  /** Takes what is there without waiting for the loop. */
  look(): void {
    for (;;) {
      const mail = receiveMessageOnPort(this.#channel as never) as { message: unknown } | undefined;
      if (mail === undefined) return;
      this.#take(mail.message, 'in place');
    }
  }

  #take(message: unknown, how: How): void {
    const { line } = message as KeeperWord;
    if (line === 'lost' || line === 'found') {
      this.#onHub(line);
      return;
    }
    if (line.target !== this.#rt.target) return;
    const answer = (more: Pick<AnswerLine, 'answer' | 'error' | 'more'>) =>
      this.#say({ say: 'answer', id: line.id, target: this.#rt.target, ...more }, true);
    const refuse = (error: unknown) => {
      const code = isEddyError(error) ? error.code : 'bad-expression';
      answer({ error: { code, message: toldText(error instanceof Error ? error.message : String(error)) } });
    };
    try {
      const given = (this.#handlers[line.order as keyof OrderHandlers] as (ask: unknown, how: How) => Given<OrderName>)(
        line.ask,
        how,
      );
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
