import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCrypto, pidAnswers } from '../../base/index.ts';
import {
  type EddyEvent,
  type EventKind,
  parseRunOptions,
  runCardFile,
  runFolderPrefix,
} from '../../wire/protocol/index.ts';
import { openPrivateFolder } from '../listen/index.ts';
import { unlessAborted } from './deadline.ts';
import { lineOf, sampleFile, sampleProgram } from './sample-program.ts';
import type { DoctorWork, SampleEnd, Talk } from './work.ts';

export const sessionName = 'doctor';
const header = 'x-eddy-doctor';

/**
 * The sample program under Eddy, with one hold for the requests of one session. One loop: the run, which is over when the
 * program is; `close` ends both and takes the folder away.
 */
export class SampleRun {
  readonly #work: DoctorWork;
  readonly #signal: AbortSignal;
  readonly #folder = openPrivateFolder();
  readonly #server = createServer(socket => this.#hear(socket));
  readonly #port = Promise.withResolvers<number>();
  readonly #events: EddyEvent[] = [];
  /** Whose requests are meant: nobody else can know it. */
  readonly #who = nodeCrypto().randomUUID();
  #wake = () => {};
  #line: Socket | undefined;
  #kill = () => {};
  #run: Promise<SampleEnd> | undefined;
  #talk: Talk | undefined;
  #pid: number | undefined;

  constructor(work: DoctorWork, signal: AbortSignal) {
    this.#work = work;
    this.#signal = signal;
    this.#port.promise.catch(() => {});
  }

  get file(): string {
    return join(this.#folder.path, sampleFile);
  }

  get talk(): Talk {
    if (this.#talk === undefined) throw new Error('The run was not dialled.');
    return this.#talk;
  }

  async start(): Promise<{ pid: number; port: number; isolation: boolean }> {
    writeFileSync(this.file, sampleProgram, { mode: 0o600 });
    const socket = join(this.#folder.path, 'line');
    this.#server.listen(socket);
    await once(this.#server, 'listening', { signal: this.#signal });
    const place = `${this.file}:${lineOf('hold')}`;
    const { options } = parseRunOptions([
      ...['--hold', place, '--hold-for', '30s', '--session', sessionName, '--match', `header:${header}=${this.#who}`],
      '--no-prompt',
    ]);
    this.#run = this.#work.run({
      words: [this.file, socket],
      options,
      cwd: this.#folder.path,
      env: this.#work.env,
      withoutInput: true,
      onSessionEvent: event => {
        this.#events.push(event);
        this.#wake();
      },
      onStarted: program => {
        this.#kill = () => program.signal('SIGKILL');
        if (this.#signal.aborted) this.#kill();
      },
    });
    this.#run.then(
      ({ end }) => this.#port.reject(new Error(`It ended with ${end.how === 'exit' ? end.code : end.signal}.`)),
      error => this.#port.reject(error),
    );
    const port = await unlessAborted(this.#port.promise, this.#signal);
    this.#talk = await unlessAborted(this.#work.dial(String(process.pid)), this.#signal);
    // It waits a moment for the first thread: the program can be quicker than what reports of it.
    const { targets } = await this.ask(talk => talk.ask('dump', {}));
    const [target] = targets;
    if (target === undefined) throw new Error('The program runs, but no thread of it reported in.');
    this.#pid = target.info.pid;
    return { pid: target.info.pid, port, isolation: target.info.isolation };
  }

  ask<T>(asks: (talk: Talk) => Promise<T>): Promise<T> {
    return unlessAborted(asks(this.talk), this.#signal);
  }

  /** The first event of the session that is so, whether it has been or will be. */
  async event(kinds: readonly EventKind[], from = 0): Promise<EddyEvent> {
    for (;;) {
      const found = this.#events.slice(from).find(({ kind }) => kinds.includes(kind));
      if (found !== undefined) return found;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await unlessAborted(promise, this.#signal);
    }
  }

  get eventCount(): number {
    return this.#events.length;
  }

  /** Of a request that is meant, or of one that is not. */
  async request(port: number, isMeant: boolean): Promise<{ status: number | undefined; text: string }> {
    const headers = isMeant ? { [header]: this.#who } : {};
    // Asked for here, as it takes 18 MB.
    const request = process
      .getBuiltinModule('node:http')
      .get({ host: '127.0.0.1', port, headers, agent: false, signal: this.#signal });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return { status: response.statusCode, text };
  }

  /** Lets the program end by itself. */
  async end(): Promise<SampleEnd> {
    this.#line?.destroy();
    this.#talk?.close();
    if (this.#run === undefined) throw new Error('It was not started.');
    return unlessAborted(this.#run, this.#signal);
  }

  /** In any case, and whatever is still there. */
  async close(): Promise<void> {
    this.#kill();
    this.#line?.destroy();
    this.#talk?.close();
    await this.#run?.catch(() => {});
    if (this.#server.listening) {
      const closed = once(this.#server, 'close');
      this.#server.close();
      await closed;
    }
    this.#folder.remove();
  }

  /** What should be gone when it is closed, and is not. */
  left(): string[] {
    const left: string[] = [];
    if (this.#pid !== undefined && pidAnswers(this.#pid)) left.push(`process ${this.#pid}`);
    if (existsSync(this.#folder.path)) left.push(this.#folder.path);
    return [...left, ...ownRunFolders()];
  }

  #hear(socket: Socket): void {
    this.#line = socket;
    let text = '';
    socket.on('error', () => {});
    socket.on('data', chunk => {
      text += chunk;
      if (text.endsWith('\n')) this.#port.resolve(Number(text));
    });
  }
}

/** Folders of runs that this process started. */
function ownRunFolders(): string[] {
  return [...new Set([tmpdir(), '/tmp'])].flatMap(base =>
    namesIn(base)
      .map(name => join(base, name))
      .filter(isOwnRun),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => name.startsWith(runFolderPrefix));
  } catch {
    return [];
  }
}

function isOwnRun(folder: string): boolean {
  try {
    const { card } = JSON.parse(readFileSync(join(folder, runCardFile), 'utf8')) as { card?: { pid?: unknown } };
    return card?.pid === process.pid;
  } catch {
    return false;
  }
}
