import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface PartEnd {
  readonly status: number | null;
  readonly signal: string | null;
}

/** A process of a round, and all that it says. */
export class Part {
  readonly pid: number;
  /** Settles when it has ended; its pipes may be another's too, and open for longer. */
  readonly ended: Promise<PartEnd>;
  /** Lines of its standard output. */
  readonly lines: string[] = [];
  stderr = '';
  onLine: (line: string) => void = () => {};
  readonly #child: ChildProcess;

  constructor(words: readonly string[], env: NodeJS.ProcessEnv) {
    const child = spawn(process.execPath, words, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    this.pid = child.pid!;
    this.ended = new Promise(resolve => child.once('exit', (status, signal) => resolve({ status, signal })));
    let rest = '';
    child.stdin.on('error', () => {});
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        this.lines.push(line);
        this.onLine(line);
      }
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      this.stderr += text;
    });
  }

  /** The first line of that form, said or yet to be said; fails when it ends without one. */
  waitForLine(form: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      void this.drained.then(() => reject(new Error(`It ended without a line like ${form}. ${this.stderr}`)));
      const look = (line: string) => {
        const found = form.exec(line);
        if (found !== null) resolve(found);
      };
      for (const line of this.lines) look(line);
      const before = this.onLine;
      this.onLine = line => {
        before(line);
        look(line);
      };
    });
  }

  /** In its words on standard error, the first of that form. They come by a pipe of their own: what was said before a line may be heard after it. */
  async waitForWords(form: RegExp): Promise<RegExpExecArray> {
    const { stderr } = this.#child;
    for (;;) {
      const found = form.exec(this.stderr);
      if (found !== null) return found;
      if (stderr === null || stderr.closed) throw new Error(`It ended without words like ${form}. ${this.stderr}`);
      await new Promise<void>(resolve => {
        const wake = () => {
          stderr.off('data', wake).off('close', wake);
          resolve();
        };
        stderr.on('data', wake).on('close', wake);
      });
    }
  }

  /** All that it and those that share its output have said is here. */
  get drained(): Promise<void> {
    const { stdout, stderr } = this.#child;
    const closed = [stdout, stderr].map(async pipe => {
      if (pipe !== null && !pipe.closed) await once(pipe, 'close');
    });
    return Promise.all(closed).then(() => {});
  }

  say(text: string): void {
    this.#child.stdin!.write(text);
  }

  endInput(): void {
    this.#child.stdin!.end();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
