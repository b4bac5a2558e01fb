import { type Clock, counter, type ErrorCode, fail, systemClock } from '../../base/index.ts';
import { Answering, type Outcome } from './answering.ts';
import { Asked, type AskOptions } from './asked.ts';
import type { AnswerOf, ArgumentsOf, EventName, Handler, Handlers, RequestName } from './handlers.ts';
import { type DapEvent, type DapMessage, type DapRequest, parseMessage } from './message.ts';
import { encodeMessage, MessageCutter, maxMessageBytes } from './message-cutter.ts';
import type { DapStreams } from './streams.ts';
import type { DapEvents } from './types/index.ts';

const answerWithinMs = 20_000;
const endWithinMs = 1000;
/** Who reads nothing while this much waits for him is let go. */
const maxUnreadBytes = 256 * 1024 * 1024;

export interface ConnectionOptions {
  readonly clock?: Clock;
  /** How long a request may take that says nothing else. */
  readonly timeoutMs?: number;
  readonly maxMessageBytes?: number;
  /** What went wrong beside any request: a message that cannot be read, a listener that threw. */
  readonly onTrouble?: (error: unknown) => void;
}

/** How a connection ended. */
export interface ConnectionEnd {
  /** `here`: closed by us. `there`: the other side is gone. `failed`: what came could not be read any further. */
  readonly by: 'here' | 'there' | 'failed';
  /** For people; what the other side's process last said is in it, where it has one. */
  readonly message: string;
}

/**
 * One conversation in the Debug Adapter Protocol, from either side. One loop: the input's `data`. Requests of both sides
 * run beside each other; answers are matched by number. Our own numbers count up from 1 in the order of writing.
 */
export class DapConnection {
  readonly peer: string;
  /** Settles, never fails, when nothing more can come. */
  readonly ended: Promise<ConnectionEnd>;
  /** A request that nobody waits for any more is cancelled over there, too. False until the other side says it can. */
  peerCancels = false;
  readonly #streams: DapStreams;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onTrouble: (error: unknown) => void;
  readonly #cutter: MessageCutter;
  readonly #nextSeq = counter();
  readonly #asked: Asked;
  readonly #answering: Answering;
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners = new Set<(event: DapEvent) => void>();
  readonly #settleEnd: (end: ConnectionEnd) => void;
  #fallback: Handler | undefined;
  #end: ConnectionEnd | undefined;
  #closing: Promise<void> | undefined;

  constructor(streams: DapStreams, options: ConnectionOptions = {}) {
    this.#streams = streams;
    this.peer = streams.peer;
    this.#clock = options.clock ?? systemClock;
    this.#timeoutMs = options.timeoutMs ?? answerWithinMs;
    this.#onTrouble = options.onTrouble ?? (() => {});
    this.#cutter = new MessageCutter(options.maxMessageBytes ?? maxMessageBytes);
    this.#asked = new Asked({ clock: this.#clock, peer: this.peer, onGivenUp: seq => this.#givenUp(seq) });
    this.#answering = new Answering({
      handlerOf: command => this.#handlers.get(command) ?? this.#fallback,
      answer: (request, outcome) => this.#answer(request, outcome),
      onTrouble: this.#onTrouble,
    });
    const { promise, resolve } = Promise.withResolvers<ConnectionEnd>();
    this.ended = promise;
    this.#settleEnd = resolve;
    this.#listen();
  }

  get closed(): boolean {
    return this.#end !== undefined;
  }

  /** Requests of ours and of the other side that have no answer yet; both zero when nothing is going on. */
  get open(): { readonly asked: number; readonly answering: number } {
    return { asked: this.#asked.count, answering: this.#answering.count };
  }

  /** What the other side has not read yet. Who sends much looks at it and drops, with a count. */
  get unreadBytes(): number {
    return this.#streams.output.writableLength;
  }

  /** Fails with `refused` and what the other side said, `no-answer`, `cancelled` or `closed`. */
  request<C extends RequestName>(command: C, given: ArgumentsOf<C>, options?: AskOptions): Promise<AnswerOf<C>> {
    return this.requestOther(command, given, options) as Promise<AnswerOf<C>>;
  }

  /** One that is not the protocol's, nor ours. */
  async requestOther(command: string, given?: unknown, options: AskOptions = {}): Promise<unknown> {
    const { timeoutMs = this.#timeoutMs, signal } = options;
    if (this.#end !== undefined) throw this.#gone(command);
    if (signal?.aborted === true) throw fail('cancelled', `"${command}" was cancelled.`, { cause: signal.reason });
    const seq = this.#nextSeq();
    // First: what is no JSON fails here, and leaves nothing that waits.
    const bytes = encodeMessage({
      seq,
      type: 'request',
      command,
      ...(given === undefined ? {} : { arguments: given }),
    });
    const answer = this.#asked.wait(seq, command, timeoutMs, signal);
    this.#send(bytes);
    return answer;
  }

  /** Nothing happens when the other side is gone. */
  sendEvent<E extends EventName>(event: E, body: DapEvents[E]): void {
    this.sendOtherEvent(event, body);
  }

  sendOtherEvent(event: string, body?: unknown): void {
    this.#write({ seq: this.#nextSeq(), type: 'event', event, ...(body === undefined ? {} : { body }) });
  }

  /** What answers requests of the other side. One handler a command; the last one counts. */
  handle(handlers: Handlers): void {
    for (const [command, handler] of Object.entries(handlers)) this.#handlers.set(command, handler as Handler);
  }

  /** A command that is not the protocol's; `*`: every one that has no handler. */
  handleOther(command: string, handler: Handler): void {
    if (command === '*') this.#fallback = handler;
    else this.#handlers.set(command, handler);
  }

  /** In the order they came. Gives what takes the listener away. */
  onEvent(listener: (event: DapEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What was written is still handed over, within a second. Requests that have no answer fail with `closed`. */
  close(): Promise<void> {
    this.#finish({ by: 'here', message: 'it was closed here.' });
    this.#closing ??= this.#letGo();
    return this.#closing;
  }

  #listen(): void {
    const { input, output } = this.#streams;
    input.on('data', (chunk: Buffer) => this.#read(chunk));
    const gone = () => void this.#otherSideGone();
    // Listeners stay for good: a late EPIPE that nobody hears would end the process.
    input.on('error', gone).on('end', gone).on('close', gone);
    // A child that ends closes what it reads first; what it said last is still to come.
    if ((output as unknown) !== input)
      output
        .on('error', () => this.#clock.after(endWithinMs, gone))
        .on('close', () => this.#clock.after(endWithinMs, gone));
    if (input.destroyed || input.readableEnded) gone();
  }

  async #otherSideGone(): Promise<void> {
    if (this.#end !== undefined) return;
    const why = await this.#streams.whyEnded?.().catch(String);
    this.#finish({ by: 'there', message: why ?? 'the connection was closed.' });
  }

  #read(chunk: Buffer): void {
    if (this.#end !== undefined) return;
    try {
      for (const text of this.#cutter.push(chunk)) this.#take(text);
    } catch (error) {
      this.#onTrouble(error);
      this.#finish({ by: 'failed', message: (error as Error).message });
      void this.close();
    }
  }

  #take(text: string): void {
    let message: DapMessage;
    try {
      message = parseMessage(text);
    } catch (error) {
      // Its length was right, so the next one can be read.
      this.#onTrouble(error);
      return;
    }
    if (message.type === 'response') this.#asked.take(message);
    else if (message.type === 'request') this.#answering.take(message);
    else for (const listener of [...this.#listeners]) this.#tell(listener, message);
  }

  #tell(listener: (event: DapEvent) => void, event: DapEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#onTrouble(error);
    }
  }

  #answer({ seq, command }: DapRequest, outcome: Outcome): void {
    this.#write({ seq: this.#nextSeq(), type: 'response', request_seq: seq, command, ...outcome });
  }

  #givenUp(seq: number): void {
    if (this.peerCancels && this.#end === undefined) this.request('cancel', { requestId: seq }).catch(() => {});
  }

  #write(message: DapMessage): void {
    if (this.#end === undefined) this.#send(encodeMessage(message));
  }

  #send(bytes: Buffer): void {
    this.#streams.output.write(bytes);
    if (this.unreadBytes <= maxUnreadBytes) return;
    this.#finish({ by: 'failed', message: `${this.peer} does not read: ${this.unreadBytes} bytes wait for it.` });
    void this.close();
  }

  #finish(end: ConnectionEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#asked.end(command => this.#gone(command));
    this.#answering.end();
    this.#settleEnd(end);
  }

  #gone(command: string): Error {
    const { by, message } = this.#end as ConnectionEnd;
    const code: ErrorCode = by === 'failed' ? 'bad-message' : 'closed';
    return fail(code, `${this.peer} cannot answer "${command}": ${message}`, { data: { command } });
  }

  async #letGo(): Promise<void> {
    const { input, output, close } = this.#streams;
    if (close !== undefined) return close();
    if (output.writable) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const limit = this.#clock.after(endWithinMs, resolve, { holdsProcess: true });
      output.once('close', resolve).end(resolve);
      await promise;
      limit.cancel();
    }
    input.destroy();
    output.destroy();
  }
}
