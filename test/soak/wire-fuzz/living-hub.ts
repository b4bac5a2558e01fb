import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isErrorCode, systemClock } from '../../../src/base/index.ts';
import { openServe, openStore, type Served } from '../../../src/hub/index.ts';
import { LineCutter } from '../../../src/wire/protocol/index.ts';
import { Choices } from '../gates-fuzz/choices.ts';
import { HealthyPeers } from './healthy-peers.ts';
import { fuzzedLine, inPieces } from './inputs.ts';
import { controlRequests, targetLines } from './real-lines.ts';

/** What a hub may take for one connection; it answers a request in less, or says so. */
const overWithinMs = 20_000;

/** A hub of this process, and what it made of those who said nonsense to it. */
export class LivingHub {
  readonly problems: string[] = [];
  refused = 0;
  readonly #served: Served;
  readonly #token: string;
  readonly #home: string;
  readonly #onFailure = (error: unknown) => void this.problems.push(`the hub failed: ${(error as Error).stack}`);

  private constructor(served: Served, home: string) {
    this.#served = served;
    this.#home = home;
    this.#token = readFileSync(join(served.folder, 'token'), 'utf8');
    process.on('uncaughtException', this.#onFailure);
    process.on('unhandledRejection', this.#onFailure);
  }

  static async open(): Promise<LivingHub> {
    const home = mkdtempSync(join(tmpdir(), 'ew-'));
    const before = process.env.TMPDIR;
    process.env.TMPDIR = home;
    try {
      const served = await openServe({
        ...{ name: 'fuzzed', version: '0', cwd: home, clock: systemClock, observeOnly: false, maxConnections: 1_000 },
        listen: [{ host: '127.0.0.1', port: 0 }],
        openStore: () => openStore({ path: join(home, 'history.db') }, systemClock),
      });
      return new LivingHub(served, home);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  }

  /** One connection that says a few lines, by a seed; settles when the hub has let it go, or it the hub. */
  async hear(seed: number): Promise<void> {
    const choices = new Choices(seed);
    const isTarget = choices.chance(50);
    const socket = this.#dial(isTarget ? 'hub' : 'control', choices.chance(30));
    const real = isTarget ? targetLines : controlRequests;
    const words: Buffer[] = [];
    if (choices.chance(75)) words.push(Buffer.from(isTarget ? await this.#targetHello() : this.#controlHello()));
    for (let count = 1 + choices.below(3); count > 0; count--) words.push(fuzzedLine(choices, real), Buffer.from('\n'));
    const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
    const cutter = new LineCutter(32 * 1024 * 1024);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const text of cutter.push(chunk)) this.#answered(text, seed);
    });
    for (const piece of inPieces(choices, Buffer.concat(words)).slice(0, 200)) socket.write(piece);
    if (choices.chance(20)) socket.destroy();
    else socket.end();
    const late = systemClock.after(overWithinMs, () => {
      this.problems.push(`seed ${seed}: the hub has not let go after ${overWithinMs} ms`);
      socket.destroy();
    });
    await closed;
    late.cancel();
  }

  /** A controller and a target that know how to behave are served. */
  async serves(): Promise<void> {
    try {
      const peers = new HealthyPeers(this.#served.folder, this.#token);
      await peers.work();
    } catch (error) {
      this.problems.push(`who behaves is not served: ${(error as Error).stack}`);
    }
  }

  async close(): Promise<void> {
    await this.#served.close();
    process.off('uncaughtException', this.#onFailure);
    process.off('unhandledRejection', this.#onFailure);
    rmSync(this.#home, { recursive: true });
  }

  #dial(file: string, overPort: boolean): Socket {
    if (!overPort) return connect(join(this.#served.folder, file));
    return connect(Number(/:(\d+)$/.exec(this.#served.listens[0]!)![1]), '127.0.0.1');
  }

  /** Whatever a hub says is a line; what it refuses has a code of ours. */
  #answered(text: string, seed: number): void {
    const line = JSON.parse(text) as { error?: { code: string; message: string } };
    if (line.error === undefined) return;
    this.refused++;
    if (!isErrorCode(line.error.code)) this.problems.push(`seed ${seed}: ${line.error.code}: ${line.error.message}`);
  }

  #controlHello(): string {
    return `${JSON.stringify({ id: 1, do: 'hello', ask: { version: 1, token: this.#token, pid: 7, as: 'fuzz' } })}\n`;
  }

  #runToken: Promise<string> | undefined;

  async #targetHello(): Promise<string> {
    this.#runToken ??= this.#openRun();
    return `${JSON.stringify({ say: 'hello', version: 1, token: await this.#runToken, pid: 7 })}\n`;
  }

  async #openRun(): Promise<string> {
    const socket = this.#dial('control', false);
    await once(socket, 'connect');
    const peers = new HealthyPeers(this.#served.folder, this.#token);
    try {
      return (await peers.openRun(socket)).token;
    } finally {
      socket.destroy();
    }
  }
}
