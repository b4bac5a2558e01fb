import type { Timer } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import { textOf, typeOf } from './message-shape.ts';

export interface PeriodicDisplay {
  /** 30 s by default. */
  readonly everyMs?: number;
  /** Where the lines go; standard error by default. */
  readonly write?: (line: string) => unknown;
}

const maxText = 200;

/** The latest message of an SDK run, and a line about it now and then for whoever waits. */
export class SdkMessageTracker {
  readonly name: string;
  /** Text of the latest message, on one line and cut short. Empty until there is one that has text. */
  latestMessage = '';
  /** Empty until there is a message. */
  messageType = '';
  messageCount = 0;
  /** Epoch ms; of the first message or display, whichever came first. */
  startTime: number | undefined;
  #latestAt: number | undefined;
  #display: { timer: Timer; write: (line: string) => unknown; stopping: boolean } | undefined;
  #writing: Promise<void> | undefined;
  /** What a write failed with; the display stops then and the program goes on. */
  displayError: unknown;

  constructor(name = 'sdk') {
    this.name = name;
  }

  get displaying(): boolean {
    return this.#display !== undefined;
  }

  updateMessage(message: unknown, type?: string): void {
    const { clock } = runtime();
    this.startTime ??= clock.now();
    this.#latestAt = clock.monotonic();
    this.messageCount++;
    this.messageType = type ?? typeOf(message);
    const text = textOf(message, maxText);
    if (text !== undefined) this.latestMessage = onOneLine(text);
  }

  /** A display that runs already goes on; there is one at most. */
  startPeriodicDisplay(options: PeriodicDisplay = {}): void {
    if (this.#display !== undefined) return;
    const { clock } = runtime();
    this.startTime ??= clock.now();
    this.displayError = undefined;
    this.#display = {
      timer: clock.every(Math.max(1, options.everyMs ?? 30_000), () => this.#show()),
      write: options.write ?? (line => process.stderr.write(`${line}\n`)),
      stopping: false,
    };
  }

  /** No line starts after this. The one that is being written goes on: `stopPeriodicDisplay` waits for it. */
  signalStop(): void {
    const display = this.#display;
    if (display === undefined) return;
    display.stopping = true;
    display.timer.cancel();
    this.#display = undefined;
  }

  /** True when nothing is being written any more; false when a write did not end in time. */
  async stopPeriodicDisplay(timeoutMs = 1_000): Promise<boolean> {
    this.signalStop();
    const writing = this.#writing;
    if (writing === undefined) return true;
    return await new Promise(resolve => {
      const timer = runtime().clock.after(timeoutMs, () => resolve(false), { holdsProcess: true });
      void writing.then(() => {
        timer.cancel();
        resolve(true);
      });
    });
  }

  /** The line that the display shows. */
  line(): string {
    const { clock } = runtime();
    const running = this.startTime === undefined ? 0 : clock.now() - this.startTime;
    const many = this.messageCount === 1 ? '1 message' : `${this.messageCount} messages`;
    const head = `[${onOneLine(this.name)}] ${many} in ${seconds(running)}`;
    if (this.#latestAt === undefined) return `${head}, none yet`;
    const latest = this.latestMessage === '' ? '' : `: ${this.latestMessage}`;
    return `${head}, latest ${seconds(clock.monotonic() - this.#latestAt)} ago, ${onOneLine(this.messageType)}${latest}`;
  }

  #show(): void {
    const display = this.#display;
    // A slow write is not queued behind: the next line tells more.
    if (display === undefined || display.stopping || this.#writing !== undefined) return;
    const writing = this.#write(display.write);
    this.#writing = writing;
    void writing.then(() => {
      if (this.#writing === writing) this.#writing = undefined;
    });
  }

  async #write(write: (line: string) => unknown): Promise<void> {
    try {
      await write(this.line());
    } catch (error) {
      this.displayError = error;
      this.signalStop();
    }
  }
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
}

function onOneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a model's text must not drive the terminal.
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
