import { ok } from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { AsyncDebugClient, type ClientEvent } from '../../../src/wire/dap/client/index.ts';
import { lineOf, root, until } from '../../launch/index.ts';
import { allOver, familyOf } from '../../launch/processes.ts';
import type { Adapter, OpenAdapter } from './adapter.ts';

const stepMs = 20_000;

/** A client on an adapter, for one test: what it started is over when the test is. */
export class Driven {
  readonly client: AsyncDebugClient;
  readonly adapter: Adapter;
  readonly opened: OpenAdapter;
  readonly events: ClientEvent[] = [];
  readonly #pids = new Set<number>();

  private constructor(adapter: Adapter, opened: OpenAdapter) {
    this.adapter = adapter;
    this.opened = opened;
    this.client = new AsyncDebugClient(opened.place, { timeoutMs: stepMs, ...adapter.clientOptions });
  }

  static async open(t: TestContext, adapter: Adapter, opened?: OpenAdapter): Promise<Driven> {
    // Asked for before the adapter's own end: hooks run in that order.
    let driven: Driven | undefined;
    t.after(() => driven?.close());
    driven = new Driven(adapter, opened ?? (await adapter.open(t)));
    await driven.client.connect({ untilUp: true });
    void driven.#gather();
    return driven;
  }

  file(name: string): string {
    return programFile(this.adapter, name);
  }

  line(name: string, mark: string): number {
    return lineOf(this.file(name), mark);
  }

  breakAt(name: string, mark: string, options = {}) {
    return this.client.setBreakpoint(this.file(name), this.line(name, mark), options);
  }

  async launch(name: string, ...args: string[]): Promise<void> {
    await this.client.launch(this.adapter.launchOf(this.file(name), args));
    this.note();
  }

  async stop(): Promise<{ line: number; session: string; reason: string }> {
    const stop = await this.client.waitForStop({ timeoutMs: stepMs });
    this.note();
    const [frame] = await this.client.getStackTrace({ count: 1 });
    return { line: frame?.line ?? 0, session: stop.session, reason: stop.reason };
  }

  async value(expression: string): Promise<string> {
    return (await this.client.evaluateExpression(expression)).result;
  }

  /** What the program has written until now, and the log points. */
  get output(): string {
    const wanted = this.events.filter(one => one.event === 'output') as ClientEvent<'output'>[];
    return wanted
      .filter(one => one.body.category !== 'telemetry')
      .map(one => one.body.output)
      .join('');
  }

  /** Waits until it has written this. */
  async says(text: string): Promise<void> {
    const deadline = performance.now() + stepMs;
    await until(async () => {
      if (this.output.includes(text)) return true;
      if (performance.now() > deadline) throw new Error(`"${text}" was not written, but:\n${this.output}`);
      return undefined;
    });
  }

  /** Pid of the program, as it says itself. */
  async pid(): Promise<number> {
    return until(async () => {
      const pid = /pid (\d+)/.exec(this.output)?.[1];
      return pid === undefined ? undefined : Number(pid);
    });
  }

  /** From now on the adapter and what it has started must be over when the test is. */
  note(): void {
    const pid = this.opened.pid() ?? this.adapterPid;
    if (pid !== undefined) for (const one of familyOf(pid)) this.#pids.add(one);
  }

  /** Of an adapter that the client started itself. */
  get adapterPid(): number | undefined {
    const pid = /\(pid (\d+)\)/.exec(this.client.getConnectionInfo().peer ?? '')?.[1];
    return pid === undefined ? undefined : Number(pid);
  }

  get pids(): readonly number[] {
    return [...this.#pids];
  }

  async close(): Promise<void> {
    await this.client.disconnect();
    const own = this.opened.pid();
    await allOver(this.pids.filter(pid => pid !== own));
    ok(!this.client.isConnected());
  }

  async #gather(): Promise<void> {
    for await (const event of this.client.events()) this.events.push(event);
  }
}

export function programFile(adapter: Adapter, name: string): string {
  return join(root, 'test/targets/dap', `${name}.${adapter.language}`);
}
