import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { fail, isSameToken } from '../../base/index.ts';
import {
  type AdapterCommand,
  answerOf,
  type ChildStreams,
  type DapMessage,
  type DapRequest,
  encodeMessage,
  MessageCutter,
  parseMessage,
  startAdapter,
} from '../../wire/dap/index.ts';

export interface ClientLineOptions {
  readonly adapter: AdapterCommand;
  /** Absent: everybody may. */
  readonly token?: string;
  /** It has an adapter, and was let through. */
  readonly onReady: () => void;
}

/**
 * One client and its adapter: what each says goes to the other as it is. Before the client has shown the token, in its launch or attach,
 * nothing of it goes on but `initialize`. Ends with either of them; the adapter never outlives its client.
 */
export class ClientLine {
  readonly #socket: Socket;
  readonly #options: ClientLineOptions;
  readonly #fromClient = new MessageCutter();
  readonly #fromAdapter = new MessageCutter();
  #adapter: ChildStreams | undefined;
  #starting: Promise<void> | undefined;
  #waiting: Promise<void> = Promise.resolve();
  #isLetThrough: boolean;
  #isTold = false;
  #ending: Promise<void> | undefined;

  constructor(socket: Socket, options: ClientLineOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#isLetThrough = options.token === undefined;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => {});
    socket.once('close', () => void this.end());
  }

  get isLetThrough(): boolean {
    return this.#isLetThrough && this.#adapter !== undefined;
  }

  /** Settles when the adapter is gone, too. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  #take(chunk: Buffer): void {
    try {
      for (const text of this.#fromClient.push(chunk)) {
        const message = parseMessage(text);
        // In their order, also while the adapter is being started.
        this.#waiting = this.#waiting.then(() => this.#pass(message)).catch(() => void this.end());
      }
    } catch {
      void this.end();
    }
  }

  async #pass(message: DapMessage): Promise<void> {
    if (this.#ending !== undefined) return;
    try {
      await this.#letThrough(message);
    } catch (error) {
      if (message.type === 'request') this.#refuse(message, error);
      return;
    }
    pass(withoutToken(message), this.#socket, this.#adapter!.output);
  }

  async #letThrough(message: DapMessage): Promise<void> {
    if (!this.#isLetThrough && !this.#mayPass(message)) {
      throw fail('refused', 'This server wants a token.', {
        hint: 'Give it as "token" in the arguments of launch or attach.',
      });
    }
    this.#starting ??= this.#start();
    await this.#starting;
    if (!this.isLetThrough || this.#isTold) return;
    this.#isTold = true;
    this.#options.onReady();
  }

  #mayPass(message: DapMessage): boolean {
    if (message.type !== 'request') return false;
    const { command, arguments: given } = message;
    if (command === 'initialize') return true;
    if (command !== 'launch' && command !== 'attach') return false;
    const { token } = (given ?? {}) as { readonly token?: unknown };
    this.#isLetThrough = typeof token === 'string' && isSameToken(token, this.#options.token!);
    return this.#isLetThrough;
  }

  async #start(): Promise<void> {
    const adapter = await startAdapter(this.#options.adapter);
    this.#adapter = adapter;
    if (this.#ending !== undefined) {
      await adapter.close();
      return;
    }
    adapter.input.on('data', (chunk: Buffer) => {
      try {
        for (const text of this.#fromAdapter.push(chunk)) pass(parseMessage(text), adapter.input, this.#socket);
      } catch {
        void this.end();
      }
    });
    for (const stream of [adapter.input, adapter.output]) stream.on('error', () => {});
    adapter.input.once('close', () => void this.#adapterGone(adapter));
  }

  async #adapterGone(adapter: ChildStreams): Promise<void> {
    if (this.#ending !== undefined) return;
    const why = (await adapter.whyEnded?.()) ?? 'it is gone.';
    const output = `The debug adapter ${adapter.peer}: ${why}\n`;
    this.#say({ seq: 0, type: 'event', event: 'output', body: { category: 'important', output } });
    this.#say({ seq: 0, type: 'event', event: 'terminated', body: {} });
    this.#socket.end();
  }

  #refuse({ seq, command }: DapRequest, error: unknown): void {
    this.#say({ seq: 0, type: 'response', request_seq: seq, command, success: false, ...answerOf(error) });
  }

  #say(message: DapMessage): void {
    if (this.#socket.writable) this.#socket.write(encodeMessage(message));
  }

  async #end(): Promise<void> {
    this.#socket.destroy();
    await this.#starting?.catch(() => {});
    await this.#adapter?.close();
  }
}

/** It is for us alone. */
function withoutToken(message: DapMessage): DapMessage {
  if (message.type !== 'request' || (message.command !== 'launch' && message.command !== 'attach')) return message;
  return { ...message, arguments: { ...(message.arguments as object | undefined), token: undefined } };
}

/** Who speaks faster than the other reads waits. */
function pass(message: DapMessage, from: Readable, to: Writable): void {
  if (!to.writable || to.write(encodeMessage(message)) || from.isPaused()) return;
  from.pause();
  to.once('drain', () => from.resume());
}
