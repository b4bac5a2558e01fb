import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { HubLine } from '../../../src/doors/client/index.ts';
import {
  encodeLine,
  LineCutter,
  type OrderLine,
  type RunPlace,
  type TargetInfo,
} from '../../../src/wire/protocol/index.ts';

const card = { version: 1, pid: 1, words: [], cwd: '/', started: 1 };
let count = 0;

/** A controller and a target that say what is right, and look at what they are told. */
export class HealthyPeers {
  readonly #folder: string;
  readonly #token: string;

  constructor(folder: string, token: string) {
    this.#folder = folder;
    this.#token = token;
  }

  async openRun(socket: Socket): Promise<RunPlace> {
    const hub = new HubLine(card, socket);
    await hub.hello(this.#token, 'healthy');
    return hub.ask('openRun', { words: ['shop.js'], cwd: '/' });
  }

  /** A probe is bound, its hit is heard, and the target's end is acknowledged. */
  async work(): Promise<void> {
    const socket = connect(join(this.#folder, 'control'));
    await once(socket, 'connect');
    const hub = new HubLine(card, socket);
    await hub.hello(this.#token, 'healthy');
    const place = await hub.ask('openRun', { words: ['shop.js'], cwd: '/' });
    const target = connect(place.hub);
    await once(target, 'connect');
    try {
      const id = `healthy${++count}`;
      const { promise: acknowledged, resolve } = Promise.withResolvers<void>();
      const cutter = new LineCutter(1e7);
      target.on('data', (chunk: Buffer) => {
        for (const text of cutter.push(chunk)) {
          const line = JSON.parse(text) as OrderLine | { say: 'ack' };
          if (line.say === 'ack') resolve();
          else
            target.write(encodeLine({ say: 'answer', id: line.id, target: id, answer: answerTo(line, id) } as never));
        }
      });
      const info = { ...infoOf(id) };
      target.write(encodeLine({ say: 'hello', version: 1, token: place.token, pid: process.pid }));
      target.write(encodeLine({ say: 'target', target: info }));
      const session = `session ${id}`;
      const snap = { kind: 'snap', place: { file: 'shop.js', line: 3 } } as const;
      // It is there when the hub says so.
      while ((await hub.ask('status', {})).targets.every(one => one.id !== id));
      const { probes } = await hub.ask('probe', { session, match: [], probes: [snap], limits: {} });
      const probe = probes[0]!.spec.id;
      if (probes[0]!.bindings.every(one => one.target !== id || one.state !== 'bound')) throw new Error('not bound');
      const heard = hub.waitFor(['snap'], event => event.target === id, 10_000);
      target.write(encodeLine({ say: 'event', event: { seq: 1, at: 1, kind: 'snap', target: id, data: { probe } } }));
      await heard;
      target.write(encodeLine({ say: 'end', target: id, at: 2, info }));
      await acknowledged;
      await hub.ask('unset', { what: session });
      const { report } = await hub.ask('endRun', { run: place.run, end: { how: 'exit', code: 0 } });
      if (report.targets.every(one => one.id !== id)) throw new Error('its report knows no target');
    } finally {
      hub.close();
      target.destroy();
    }
  }
}

function answerTo({ order, ask }: OrderLine, target: string): object {
  if (order === 'holds') return { holds: [] };
  if (order !== 'plan') return {};
  const { plan } = ask as { plan: { probes: { id: string }[] } };
  const bound = { target, state: 'bound', mechanism: 'gate', places: [], hits: 0 };
  return { bindings: plan.probes.map(({ id: probe }) => ({ probe, ...bound })) };
}

function infoOf(id: string): TargetInfo {
  const is = { kind: 'process', thread: 0, node: '26', argv: [], isolation: true, notes: [] } as const;
  return { ...is, id, pid: process.pid, started: 1 };
}
