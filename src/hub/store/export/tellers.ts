import { basename } from 'node:path';
import type { EddyEvent, EventKind } from '../../../wire/protocol/index.ts';
import type { TargetTrace } from './target-trace.ts';

type Teller = (trace: TargetTrace, event: EddyEvent) => void;

/** What each kind of event is in a trace. */
export const tellers: Readonly<Partial<Record<EventKind, Teller>>> = {
  'target-started': (trace, { target, data }) => {
    const [, program] = Array.isArray(data.argv) ? data.argv : [];
    const what = data.kind === 'worker' ? `thread ${data.thread} of pid` : 'pid';
    trace.nameProcess(`${basename(String(program ?? target))} (${what} ${data.pid}, ${target})`);
    trace.nameTrack(1, 'main');
  },
  'target-ended': (trace, { data }) => {
    trace.endAll();
    trace.instant(0, 'ended', 'target', data);
  },
  'flow-started': (trace, event) => {
    const tid = trace.trackOf(event.flow);
    const name = String(event.data.name ?? event.flow);
    trace.nameTrack(tid, `${name} (${event.flow})`);
    trace.begin(tid, { key: 'flow', name, cat: 'flow' }, event.data);
  },
  'flow-ended': (trace, event) => trace.end(trace.trackOf(event.flow), 'flow', event.data),
  'task-created': (trace, event) =>
    trace.begin(trace.trackOf(event.flow), { key: 'task', name: `task ${event.data.name}`, cat: 'task' }, event.data),
  'task-ended': (trace, event) => trace.end(trace.trackOf(event.flow), 'task', event.data),
  'scope-entered': (trace, event) => overlapping(trace, event, 'scope', event.data.id, `scope ${nameOf(event)}`),
  'scope-exited': (trace, event) => ended(trace, event, 'scope', event.data.id),
  'scope-cancelled': (trace, event) => instant(trace, event, `cancelled: scope ${nameOf(event)}`),
  'lock-waiting': (trace, event) =>
    overlapping(trace, event, 'lock-wait', lockKey(event), `waits for ${event.data.lock}`),
  'lock-acquired': (trace, event) => {
    trace.endAsync(`lock-wait ${lockKey(event)}`, event.data);
    overlapping(trace, event, 'lock', lockKey(event), `has ${event.data.lock}`);
  },
  'lock-released': (trace, event) => ended(trace, event, 'lock', lockKey(event)),
  'generator-started': (trace, event) =>
    overlapping(trace, event, 'generator', event.data.id, `generator ${event.data.id}`),
  'generator-ended': (trace, event) => ended(trace, event, 'generator', event.data.id),
  'sdk-started': (trace, event) => overlapping(trace, event, 'sdk', event.data.session, `sdk ${nameOf(event)}`),
  'sdk-message': (trace, event) => instant(trace, event, `message ${event.data.count}`),
  'sdk-ended': (trace, event) => ended(trace, event, 'sdk', event.data.session),
  'session-opened': (trace, event) =>
    overlapping(trace, event, 'session', sessionKey(event), `session ${sessionKey(event)}`),
  'session-closed': (trace, event) => ended(trace, event, 'session', sessionKey(event)),
  'probe-bound': (trace, event) => instant(trace, event, `probe ${event.data.probe} bound`),
  'probe-refused': (trace, event) => instant(trace, event, `probe ${event.data.probe} refused`),
  'probe-failed': (trace, event) => instant(trace, event, `probe ${event.data.probe} failed`),
  held: (trace, event) => stood(trace, event, 'held'),
  stopped: (trace, event) => stood(trace, event, 'stopped'),
  resumed: (trace, event) => {
    const key = holdKey(event);
    if (!trace.end(trace.trackOf(event.flow), key, event.data)) trace.endAsync(key, event.data);
  },
  snap: (trace, event) => instant(trace, event, `snap ${placeOf(event)}`),
  log: (trace, event) => instant(trace, event, `log ${event.data.text}`),
  finding: (trace, event) => instant(trace, event, `finding ${event.data.kind}`),
  test: (trace, event) => instant(trace, event, `test ${event.data.state}: ${event.data.name}`),
  system: (trace, { data }) => {
    for (const [name, value] of Object.entries(data))
      if (name !== 'at' && typeof value === 'number' && Number.isFinite(value)) trace.counter(name, value);
  },
};

/** A flow that is held stands still: a slice of its own track. Held twice at once, the second has a track beside. */
function stood(trace: TargetTrace, event: EddyEvent, how: 'held' | 'stopped'): void {
  const tid = trace.trackOf(event.flow);
  const slice = { key: holdKey(event), name: `${how} at ${placeOf(event)}`, cat: 'hold' };
  if (trace.hasOpen(tid, 'hold')) trace.beginAsync(tid, slice, event.data);
  else trace.begin(tid, slice, event.data);
}

function overlapping(trace: TargetTrace, event: EddyEvent, cat: string, id: unknown, name: string): void {
  const slice = { key: `${cat} ${id}`, name, cat };
  trace.beginAsync(trace.trackOf(event.flow), slice, { flow: event.flow, ...event.data });
}

/** Where its beginning was not seen, its end is a moment. */
function ended(trace: TargetTrace, event: EddyEvent, cat: string, id: unknown): void {
  if (!trace.endAsync(`${cat} ${id}`, event.data)) instant(trace, event, `end of ${cat} ${id}`);
}

function instant(trace: TargetTrace, event: EddyEvent, name: string): void {
  trace.instant(trace.trackOf(event.flow), name, event.kind, { session: event.session, ...event.data });
}

function holdKey({ data }: EddyEvent): string {
  return `hold ${data.hold}`;
}

function lockKey({ flow, data }: EddyEvent): string {
  return `${data.lock} ${flow}`;
}

/** The hub's sessions say who they are outside of their data. */
function sessionKey({ session, data }: EddyEvent): string {
  return String(data.session ?? session);
}

function nameOf({ data }: EddyEvent): string {
  return String(data.name ?? data.id ?? data.session);
}

function placeOf({ data }: EddyEvent): string {
  return `${basename(String(data.file))}:${data.line}`;
}
