import { join } from 'node:path';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { type BenchOptions, type Row, row } from '../measure.ts';
import { InspectorLine, type Paused } from './inspector-line.ts';
import { lineOf } from './marks.ts';
import { type Room, underEddy } from './room.ts';

const script = join(import.meta.dirname, 'stops.mjs');
const line = lineOf(script, 'stop');
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

/** What one debugger took, each in ms. */
interface Took {
  readonly look: number[];
  readonly next: number[];
}

/** A program that comes to one line again and again, stopped there by us and by an outside inspector client. */
export async function stops(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const [ours, inspector]: [Took, Took] = [
    { look: [], next: [] },
    { look: [], next: [] },
  ];
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    say(`stops, run ${run + 1} …`);
    await byEddy(room, quick ? 40 : 100, ours);
    await byInspector(room, quick ? 20 : 40, inspector);
  }
  const against = 'node --inspect over its WebSocket';
  return [
    row(
      'stop-look',
      'from the stopped line to its stack and locals at the controller',
      'ms',
      against,
      ours.look,
      inspector.look,
    ),
    row('resume-stop', 'from the word to resume to the next stop', 'ms', against, ours.next, inspector.next),
  ];
}

/** A controller on the run's control socket. */
async function byEddy(room: Room, count: number, took: Took): Promise<void> {
  const running = room.start(underEddy(['--stop', `stops.mjs:${line}`], script));
  let hub: Hub | undefined;
  let heard: (event: EddyEvent) => void = () => {};
  const nextStop = () => new Promise<EddyEvent>(resolve => (heard = resolve));
  try {
    hub = await dial(room, running.pid);
    await hub.follow(['stopped'], { onEvent: event => heard(event) });
    const [first] = (await hub.ask('holds', {})).holds;
    let hold = first?.id ?? (await nextStop()).data.hold;
    for (let at = -5; at < count; at++) {
      const next = nextStop();
      const from = nowMs();
      const resumed = hub.ask('resume', { hold: String(hold) });
      const { data } = await next;
      const until = nowMs();
      const { locals, stack } = data as { locals: { from: number }; stack: unknown[] };
      if (stack.length === 0) throw new Error('It has no stack.');
      if (at >= 0) {
        took.next.push(until - from);
        took.look.push(until - locals.from);
      }
      await resumed;
      hold = data.hold;
    }
  } finally {
    hub?.close();
    await running.end();
  }
}

/** Its socket is there soon after its start. */
async function dial(room: Room, pid: number): Promise<Hub> {
  for (const deadline = nowMs() + 20_000; ; ) {
    try {
      return await openHub(String(pid), 'bench', [room.folder]);
    } catch (error) {
      if (nowMs() > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}

async function byInspector(room: Room, count: number, took: Took): Promise<void> {
  const running = room.start(['--inspect-brk=0', script], {}, 'pipe');
  const url = /ws:\S+/.exec(await running.line('stderr'))?.[0];
  const inspector = await InspectorLine.open(url!);
  const started = inspector.nextPause();
  await inspector.ask('Debugger.enable');
  await inspector.ask('Debugger.setBreakpointByUrl', { urlRegex: '/stops\\.mjs$', lineNumber: line - 1 });
  await inspector.ask('Runtime.runIfWaitingForDebugger');
  await started;
  for (let at = -5; at < count; at++) {
    const next = inspector.nextPause();
    const from = nowMs();
    void inspector.ask('Debugger.resume');
    const paused = await next;
    const stopped = nowMs();
    const cameAt = await readFrom(inspector, paused);
    if (at < 0) continue;
    took.next.push(stopped - from);
    took.look.push(nowMs() - cameAt);
  }
  inspector.close();
  await running.end();
}

async function readFrom(inspector: InspectorLine, { callFrames }: Paused): Promise<number> {
  const { objectId } = callFrames[0]!.scopeChain[0]!.object;
  const { result } = await inspector.ask<{ result: { name: string; value: { value: number } }[] }>(
    'Runtime.getProperties',
    { objectId, ownProperties: true },
  );
  return result.find(({ name }) => name === 'from')!.value.value;
}
