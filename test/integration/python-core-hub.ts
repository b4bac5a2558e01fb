import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import type { Answer, Ask, OrderName, TargetInfo, TargetLine } from '../../src/wire/protocol/index.ts';
import { debianPython, root, until } from '../launch/index.ts';

export const pythonSite = join(root, 'dist/python/site');
const token = 'token-of-the-test';

/** A Python program that says lines and hears words, ended with its test. */
export function startPython(t: TestContext, words: readonly string[], env: Record<string, string>) {
  const child = spawn(debianPython, words, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise(resolve => child.once('exit', (code, signal) => resolve([code, signal])));
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  return { next, ended, pid: child.pid, say: (word: string | number) => child.stdin.write(`${word}\n`) };
}

/** A hub that hears targets and asks them: what a real one says to them, and no more. */
export class PythonHub {
  readonly folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  readonly path = join(this.folder, 'hub');
  readonly lines: TargetLine[] = [];
  readonly #ways = new Map<string, Socket>();
  readonly #sockets = new Set<Socket>();
  readonly #answers = new Map<number, (line: TargetLine & { say: 'answer' }) => void>();
  #server: Server | undefined;
  #id = 0;

  static async open(t: TestContext): Promise<PythonHub> {
    const hub = new PythonHub();
    t.after(async () => {
      await hub.close();
      rmSync(hub.folder, { recursive: true });
    });
    await hub.listen();
    return hub;
  }

  async listen(at: ListenOptions = { path: this.path }): Promise<void> {
    const server = createServer(socket => this.#take(socket));
    this.#server = server;
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(at, resolve);
    await promise;
  }

  /** On a port, behind a certificate. */
  async listenTls(keys: { readonly cert: string; readonly key: string }): Promise<void> {
    const server = createTlsServer(keys, socket => this.#take(socket));
    this.#server = server;
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server!.address() as { port: number }).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await new Promise(resolve => server.close(resolve));
  }

  /** What a program is started with. */
  environment(options: object = {}, more: Record<string, string> = {}): Record<string, string> {
    return {
      PYTHONPATH: pythonSite,
      EDDY_HUB: this.path,
      EDDY_TOKEN: token,
      EDDY_OPTIONS_JSON: JSON.stringify({ events: true, report: true, heartbeat: true, ...options }),
      ...more,
    };
  }

  said<S extends TargetLine['say']>(say: S): (TargetLine & { say: S })[] {
    return this.lines.filter((line): line is TargetLine & { say: S } => line.say === say);
  }

  targets(): TargetInfo[] {
    return this.said('target').map(line => line.target);
  }

  events(kind: string): Record<string, unknown>[] {
    return this.said('event')
      .filter(({ event }) => event.kind === kind)
      .map(({ event }) => event.data);
  }

  /** As the target said them last. */
  state(target?: string) {
    return this.said('state').findLast(line => target === undefined || line.target === target)?.state;
  }

  /** What targets left beside the socket. */
  left(): string[] {
    return readdirSync(this.folder).filter(name => name.endsWith('.lines'));
  }

  /** Of programs that have ended: what is still in the sockets, and what they left beside because they had no more time. */
  async heardOut(): Promise<void> {
    await until(async () => (this.#sockets.size === 0 ? true : undefined));
    const left = this.left().map(name => readFileSync(join(this.folder, name), 'utf8').trimEnd().split('\n'));
    this.lines.push(...left.flat().map(text => JSON.parse(text) as TargetLine));
  }

  async order<N extends OrderName>(target: string, order: N, ask: Ask<N>): Promise<Answer<N>> {
    const id = ++this.#id;
    const { promise, resolve } = Promise.withResolvers<TargetLine & { say: 'answer' }>();
    this.#answers.set(id, resolve);
    const way = await until(async () => this.#ways.get(target));
    way.write(`${JSON.stringify({ say: 'order', id, target, order, ask })}\n`);
    const { answer, error } = await promise;
    if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code });
    return answer as Answer<N>;
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket);
    let rest = '';
    let isIn = false;
    socket.setEncoding('utf8').on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const one of lines) {
        const line = JSON.parse(one) as TargetLine;
        if (line.say === 'hello') isIn = line.token === token;
        if (!isIn) return socket.destroy();
        this.lines.push(line);
        if (line.say === 'target') this.#ways.set(line.target.id, socket);
        if (line.say === 'answer') this.#answers.get(line.id)?.(line);
        if (line.say === 'end') socket.write('{"say":"ack","upTo":"end"}\n');
      }
    });
  }
}
