import { join } from 'node:path';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import { InspectorLine } from '../gates/inspector-line.ts';
import { lineOf } from '../gates/marks.ts';
import { type Room, underEddy } from '../gates/room.ts';
import { type BenchOptions, median, type Row, row } from '../measure.ts';

const script = join(import.meta.dirname, 'arming.mjs');
const line = lineOf(script, 'look');
const processes = 8;
const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

/** A probe set in eight processes at once: until each has said that it is bound, beside eight inspectors told the same. */
export async function arming(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    say(`arming, run ${run + 1} …`);
    ours.push(await byEddy(room, quick ? 30 : 100));
    theirs.push(await byInspectors(room, quick ? 10 : 30));
  }
  return [
    row(
      'arming',
      `a probe set and bound in ${processes} processes, p50`,
      'ms',
      `${processes} inspectors over their WebSockets`,
      ours,
      theirs,
    ),
  ];
}

async function byEddy(room: Room, count: number): Promise<number> {
  const running = room.start(underEddy([], script, `${processes}`));
  let hub: Hub | undefined;
  try {
    await running.line();
    hub = await openHub(String(running.pid), 'bench', [room.folder]);
    const took: number[] = [];
    for (let at = -3; at < count; at++) {
      const from = nowMs();
      const { probes, session } = await hub.ask('probe', {
        session: `bench-${at}`,
        // Nobody is meant: what is measured is the way there and back.
        match: [{ by: 'task', glob: 'nobody' }],
        probes: [{ kind: 'snap', place: { file: 'arming.mjs', line } }],
        limits: {},
      });
      const ms = nowMs() - from;
      const bound = probes[0]!.bindings.filter(({ state }) => state === 'bound').length;
      // The process that starts the others has it too. One that did not answer in time was not armed: that is no fast round.
      const isWhole = bound === processes + 1;
      if (at >= 0) took.push(isWhole ? ms : Number.POSITIVE_INFINITY);
      await hub.ask('unset', { what: session.name });
    }
    return median(took);
  } finally {
    hub?.close();
    await running.end();
  }
}

async function byInspectors(room: Room, count: number): Promise<number> {
  const all = Array.from({ length: processes }, () => room.start(['--inspect=0', script, '0'], {}, 'pipe'));
  const lines: InspectorLine[] = [];
  try {
    for (const one of all) {
      const url = /ws:\S+/.exec(await one.line('stderr'))?.[0];
      await one.line();
      lines.push(await InspectorLine.open(url!));
    }
    await Promise.all(lines.map(one => one.ask('Debugger.enable')));
    const took: number[] = [];
    for (let at = -3; at < count; at++) {
      const from = nowMs();
      const set = await Promise.all(
        lines.map(one =>
          one.ask<{ breakpointId: string; locations: unknown[] }>('Debugger.setBreakpointByUrl', {
            urlRegex: '/arming\\.mjs$',
            lineNumber: line - 1,
            condition: 'false',
          }),
        ),
      );
      if (at >= 0) took.push(nowMs() - from);
      if (set.some(({ locations }) => locations.length === 0)) throw new Error('Not every inspector has it.');
      await Promise.all(
        lines.map((one, index) => one.ask('Debugger.removeBreakpoint', { breakpointId: set[index]!.breakpointId })),
      );
    }
    return median(took);
  } finally {
    for (const one of lines) one.close();
    await Promise.all(all.map(one => one.end()));
  }
}
