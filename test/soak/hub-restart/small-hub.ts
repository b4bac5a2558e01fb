import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { isEddyError, systemClock } from '../../../src/base/index.ts';
import { TargetSocket } from '../../../src/hub/listen/index.ts';
import type { Binding, EddyEvent, Plan, TargetLine, TargetState } from '../../../src/wire/protocol/index.ts';

/** What one opening of a hub has heard of a target. */
export interface HeardTarget {
  /** First words of its lines, in their order. */
  readonly says: TargetLine['say'][];
  readonly events: EddyEvent[];
  readonly findings: Set<string>;
  parent?: string | undefined;
  kind?: string;
  state?: TargetState;
  /** What it answered to the plan. */
  bindings?: readonly Binding[];
  end?: unknown;
}

/** A path; else a port of loopback, in the clear or with a certificate. */
export type SmallHubAt = string | { readonly tls?: { readonly cert: string; readonly key: string } };

/** A hub that can be opened, closed and opened again in the same place: it tells a plan, and remembers nothing from before. */
export class SmallHub {
  readonly #at: SmallHubAt;
  #port = 0;
  #server: Server | undefined;
  readonly token: string;
  plan: Plan | undefined;
  onLine: (line: TargetLine) => void = () => {};
  /** By target. */
  heard = new Map<string, HeardTarget>();
  #socket: TargetSocket | undefined;
  #looks: (() => void)[] = [];

  constructor(at: SmallHubAt, plan?: Plan, token = randomBytes(24).toString('base64url')) {
    this.#at = at;
    this.token = token;
    this.plan = plan;
  }

  /** As a target is told it, once it has been open. */
  get address(): string {
    if (typeof this.#at === 'string') return this.#at;
    return `${this.#at.tls === undefined ? 'tcp' : 'tls'}://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    const path = typeof this.#at === 'string' ? this.#at : '';
    // Of one that was killed.
    if (path !== '') rmSync(path, { force: true });
    this.heard = new Map();
    const socket = new TargetSocket({
      path,
      clock: systemClock,
      admit: token => (token === this.token ? 'run' : undefined),
      onLine: line => this.#take(line),
      onGone: () => {},
    });
    this.#socket = socket;
    if (path === '') await this.#openPort(socket);
    else await socket.open();
  }

  async #openPort(targets: TargetSocket): Promise<void> {
    const { tls } = this.#at as Exclude<SmallHubAt, string>;
    const serve = (socket: Socket) => targets.serve(socket);
    const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
    server.on('tlsClientError', () => {});
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    await this.#socket?.close();
    this.#socket = undefined;
    if (server !== undefined) await once(server, 'close');
  }

  /** Until it is so, looking whenever something is heard. */
  async until<T>(look: (heard: ReadonlyMap<string, HeardTarget>) => T | undefined | false): Promise<T> {
    for (;;) {
      const found = look(this.heard);
      if (found !== undefined && found !== false) return found;
      await new Promise<void>(resolve => void this.#looks.push(resolve));
    }
  }

  #take(line: TargetLine): void {
    this.#note(line);
    this.onLine(line);
    this.#wake();
  }

  #wake(): void {
    for (const look of this.#looks.splice(0)) look();
  }

  #note(line: TargetLine): void {
    if (line.say === 'hello' || line.say === 'answer') return;
    const id = line.say === 'target' ? line.target.id : line.say === 'event' ? line.event.target : line.target;
    let heard = this.heard.get(id);
    if (heard === undefined) {
      heard = { says: [], events: [], findings: new Set() };
      this.heard.set(id, heard);
    }
    heard.says.push(line.say);
    if (line.say === 'event') heard.events.push(line.event);
    if (line.say === 'finding') heard.findings.add(line.finding.kind);
    if (line.say === 'state') heard.state = line.state;
    if (line.say === 'end') heard.end = line.info.end;
    if (line.say !== 'target') return;
    heard.parent = line.target.parent;
    heard.kind = line.target.kind;
    if (this.plan !== undefined) void this.#tellPlan(id, heard, this.plan);
  }

  /** Asked again until it answers, as a hub does: a thread that starts may not listen yet. */
  async #tellPlan(id: string, heard: HeardTarget, plan: Plan): Promise<void> {
    const socket = this.#socket;
    while (socket !== undefined && this.#socket === socket && heard.end === undefined && heard.bindings === undefined) {
      try {
        heard.bindings = (await socket.order(id, 'plan', { plan })).bindings;
      } catch (error) {
        if (!isEddyError(error, 'no-answer')) break;
      }
    }
    this.#wake();
  }
}
