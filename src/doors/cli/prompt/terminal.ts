import { closeSync, openSync } from 'node:fs';
import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import { isatty, ReadStream } from 'node:tty';
import { History } from './history.ts';
import type { Screen, ScreenListener } from './screen.ts';

const terminalPath = '/dev/tty';
/** Ctrl-\ */
const quitKey = '\u001c';

export interface TerminalPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether our process group has the terminal now: who reads it without is stopped by the kernel. */
  isInForeground(): boolean;
}

/** The controlling terminal, where our words go to one. */
export function tryTerminal(place: TerminalPlace): TerminalScreen | undefined {
  if (!isatty(2)) return undefined;
  try {
    closeSync(openSync(terminalPath, 'r+'));
    return new TerminalScreen(place);
  } catch {
    return undefined;
  }
}

interface Opened {
  readonly input: ReadStream;
  readonly lines: Interface;
  readonly listener: ScreenListener;
}

/** Reads the terminal itself, never standard input; writes to standard error. One loop: the terminal's `data`. */
export class TerminalScreen implements Screen {
  /** Standard input is a terminal: the program reads it. */
  readonly isPrograms = isatty(0);
  readonly #place: TerminalPlace;
  readonly #history: History;
  #opened: Opened | undefined;
  /** Absent: no prompt is on the screen. */
  #prompt: string | undefined;
  /** Stopped by Ctrl-Z, and to be opened again. */
  #suspended: { readonly listener: ScreenListener; readonly prompt: string | undefined } | undefined;

  constructor(place: TerminalPlace) {
    this.#place = place;
    this.#history = new History(place.env);
  }

  open(listener: ScreenListener): boolean {
    if (this.#opened !== undefined) return true;
    if (!this.#place.isInForeground()) return false;
    const input = new ReadStream(openSync(terminalPath, 'r+'));
    // Hung up: the end comes by signal.
    input.on('error', () => {});
    const lines = createInterface({
      input,
      output: process.stderr,
      terminal: true,
      history: this.#history.open(),
      removeHistoryDuplicates: true,
      completer: (line: string) => listener.complete(line),
    });
    this.#opened = { input, lines, listener };
    lines.on('line', line => {
      this.#prompt = undefined;
      this.#history.add(line);
      listener.onLine(line);
    });
    lines.on('close', () => {
      if (this.#opened?.lines !== lines) return;
      this.close();
      listener.onLeave();
    });
    // Keys that are signals otherwise, to whom the terminal would send them: the program, its children and us.
    lines.on('SIGINT', () => this.#signal('^C', 'SIGINT'));
    input.on('keypress', (_text, { sequence }: { sequence?: string }) => {
      if (sequence !== quitKey) return;
      // To readline it is a letter.
      lines.write(null, { name: 'backspace' });
      this.#signal('^\\', 'SIGQUIT');
    });
    lines.on('SIGTSTP', () => this.#suspend());
    return true;
  }

  ask(prompt: string): void {
    if (this.#opened === undefined) return;
    const { input, lines } = this.#opened;
    this.#prompt = prompt;
    // A Node process that ended has set the terminal back to what it was when that process began. In the midst of a
    // word, keys would be lost between the two.
    if (lines.line === '') {
      input.setRawMode(false);
      input.setRawMode(true);
    }
    lines.setPrompt(prompt);
    lines.prompt(true);
  }

  print(text: string): void {
    if (this.#opened === undefined || this.#prompt === undefined) {
      process.stderr.write(text);
      return;
    }
    const { lines } = this.#opened;
    const { rows } = lines.getCursorPos();
    moveCursor(process.stderr, 0, -rows);
    cursorTo(process.stderr, 0);
    clearScreenDown(process.stderr);
    // It will be drawn as many rows above the cursor as it was.
    process.stderr.write(`${text}${'\n'.repeat(rows)}`);
    this.#prompt = undefined;
  }

  close(): void {
    this.#suspended = undefined;
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#opened = undefined;
    if (this.#prompt !== undefined) process.stderr.write('\n');
    this.#prompt = undefined;
    opened.lines.close();
    opened.input.setRawMode(false);
    opened.input.destroy();
  }

  #signal(key: string, signal: NodeJS.Signals): void {
    const prompt = this.#prompt;
    this.print(`${key}\n`);
    if (prompt !== undefined) this.ask(prompt);
    process.kill(0, signal);
  }

  /** Ctrl-Z: the terminal is given back before all are stopped, and taken again when we are in the foreground again. */
  #suspend(): void {
    const opened = this.#opened;
    if (opened === undefined) return;
    const suspended = { listener: opened.listener, prompt: this.#prompt };
    this.close();
    this.#suspended = suspended;
    process.once('SIGCONT', () => {
      if (this.#suspended !== suspended || !this.open(suspended.listener)) return;
      if (suspended.prompt !== undefined) this.ask(suspended.prompt);
    });
    process.kill(0, 'SIGTSTP');
  }
}
