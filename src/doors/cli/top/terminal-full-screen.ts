import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Clock } from '../../../base/index.ts';
import type { FullScreen, FullScreenListener } from '../full-screen.ts';

// Another screen, no cursor, no wrapping; and all of it back.
const takeWords = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const giveBackWords = '\u001b[?7h\u001b[?25h\u001b[?1049l';
/** Who is alone in its group is never stopped: then it goes on. */
const notStoppedMs = 100;

/** Erased before it is written: after a line of full width the cursor is still on its last letter. */
export function rowWords(row: number, line: string): string {
  return `\u001b[${row + 1};1H\u001b[K${line}\u001b[0m`;
}

/** The terminal, where standard input and output are one. */
export function tryFullScreen(clock: Clock): FullScreen | undefined {
  return isatty(0) && isatty(1) ? new TerminalFullScreen(clock) : undefined;
}

/** Loops: keys, the window's size, and being stopped and going on; `close` ends them. */
export class TerminalFullScreen implements FullScreen {
  readonly #clock: Clock;
  #listener: FullScreenListener | undefined;
  #isTaken = false;
  #shown: readonly string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size() {
    const { columns, rows } = process.stdout;
    // Some terminals do not say.
    return { columns: columns || 80, rows: rows || 24 };
  }

  open(listener: FullScreenListener): void {
    this.#listener = listener;
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', this.#typed);
    process.stdin.on('end', this.#gone);
    process.stdin.on('error', this.#gone);
    process.stdout.on('resize', this.#resized);
    process.stdout.on('drain', this.#drained);
    process.on('SIGTSTP', this.#stop);
    process.on('SIGCONT', this.#goOn);
    // Whatever ends us, the shell gets its screen.
    process.on('exit', this.#giveBack);
    this.#take();
  }

  draw(lines: readonly string[]): void {
    // What a slow line has not taken yet is out of date: the next picture is whole again.
    if (!this.#isTaken || process.stdout.writableNeedDrain) return;
    let words = '';
    for (let row = 0; row < Math.max(lines.length, this.#shown.length); row++) {
      const line = lines[row] ?? '';
      if (line !== this.#shown[row]) words += rowWords(row, line);
    }
    this.#shown = lines;
    if (words !== '') process.stdout.write(words);
  }

  redraw(): void {
    if (!this.#isTaken) return;
    this.#shown = [];
    process.stdout.write('\u001b[2J');
  }

  suspend(): void {
    this.#stop();
  }

  close(): void {
    this.#giveBack();
    this.#listener = undefined;
    process.stdin.off('data', this.#typed);
    process.stdin.off('end', this.#gone);
    process.stdin.off('error', this.#gone);
    process.stdout.off('resize', this.#resized);
    process.stdout.off('drain', this.#drained);
    process.off('SIGTSTP', this.#stop);
    process.off('SIGCONT', this.#goOn);
    process.off('exit', this.#giveBack);
    process.stdin.pause();
  }

  #take(): void {
    if (this.#isTaken || this.#listener === undefined) return;
    this.#isTaken = true;
    this.#shown = [];
    process.stdin.setRawMode(true);
    process.stdin.resume();
    process.stdout.write(takeWords);
    this.#listener.onChange();
  }

  readonly #giveBack = (): void => {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    try {
      process.stdin.setRawMode(false);
      // At once: at the end of a process nothing is written later.
      writeSync(1, giveBackWords);
    } catch {
      // The terminal itself has gone.
    }
  };

  readonly #typed = (text: string | Buffer): void => this.#listener?.onKeys(String(text));

  readonly #gone = (): void => this.#listener?.onGone();

  readonly #resized = (): void => {
    this.redraw();
    this.#listener?.onChange();
  };

  readonly #drained = (): void => this.#listener?.onChange();

  /** The shell gets its screen before all of the job is stopped, as by the key. */
  readonly #stop = (): void => {
    this.#giveBack();
    process.off('SIGTSTP', this.#stop);
    this.#clock.after(notStoppedMs, this.#goOn, { holdsProcess: true });
    process.kill(0, 'SIGTSTP');
  };

  readonly #goOn = (): void => {
    if (this.#listener === undefined) return;
    process.off('SIGTSTP', this.#stop);
    process.on('SIGTSTP', this.#stop);
    if (this.#isTaken) {
      // Stopped unasked: the shell has set the terminal as it likes it, and Node believes that it is still raw.
      this.#isTaken = false;
      process.stdin.setRawMode(false);
    }
    this.#take();
  };
}
