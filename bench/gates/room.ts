import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const eddy = join(import.meta.dirname, '../../dist/main.js');
const signals = ['SIGINT', 'SIGTERM'] as const;

/** The words for Node that run a program under Eddy. */
export function underEddy(options: readonly string[], ...program: readonly string[]): string[] {
  return [eddy, 'run', '--quiet', ...options, ...program];
}

/** A program that says what it has to say in lines. */
export interface Running {
  readonly pid: number;
  readonly stdin: Writable;
  /** Its next line; fails when it ends before. `of`: standard output unless told. */
  line(of?: 'stderr'): Promise<string>;
  /** Settles when it has ended. */
  readonly ended: Promise<unknown>;
  end(): Promise<void>;
}

/** A temporary folder and the children of one bench. Both are gone when it is closed, also when a signal ends us. */
export class Room {
  /** Runs put their folders here, and gated sources are kept here: nothing of an earlier run is found. */
  readonly folder = mkdtempSync(join(tmpdir(), 'eg-'));
  readonly #node: string;
  readonly #children = new Set<ChildProcess>();
  #closing: Promise<void> | undefined;
  readonly #onSignal = (signal: NodeJS.Signals) => void this.close().finally(() => process.kill(process.pid, signal));

  constructor(node: string) {
    this.#node = node;
    for (const signal of signals) process.on(signal, this.#onSignal);
  }

  start(words: readonly string[], env: NodeJS.ProcessEnv = {}, stderr: 'pipe' | 'inherit' = 'inherit'): Running {
    if (this.#closing !== undefined) throw new Error('The bench is ending.');
    const child = spawn(this.#node, words, {
      cwd: this.folder,
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: this.folder, EDDY_CACHE: join(this.folder, 'cache'), ...env },
      stdio: ['pipe', 'pipe', stderr],
    });
    this.#children.add(child);
    const ended = once(child, 'close').finally(() => this.#children.delete(child));
    // One that ends on its own while we write to it is seen by the line that does not come.
    child.stdin!.on('error', () => {});
    const outLine = linesOf(child.stdout!, words);
    const errorLine = child.stderr === null ? undefined : linesOf(child.stderr, words);
    return {
      pid: child.pid!,
      stdin: child.stdin!,
      line: of => (of === 'stderr' ? errorLine! : outLine)(),
      ended,
      end: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }

  /** Runs it to its end; the one line that it says, as JSON. */
  async result<T>(words: readonly string[], env?: NodeJS.ProcessEnv): Promise<T> {
    const running = this.start(words, env);
    const text = await running.line();
    await running.ended;
    return JSON.parse(text) as T;
  }

  /** What waits for a child fails then; whoever closes again waits for the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const ended = [...this.#children].map(child => once(child, 'close'));
    // Eddy passes it on to its program.
    for (const child of this.#children) child.kill('SIGTERM');
    await Promise.all(ended);
    rmSync(this.folder, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, this.#onSignal);
  }
}

function linesOf(stream: Readable, words: readonly string[]): () => Promise<string> {
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  return async () => {
    const next = await lines.next();
    if (next.done === true) throw new Error(`It ended before it said a word: node ${words.join(' ')}`);
    return next.value;
  };
}
