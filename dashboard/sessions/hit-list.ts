import type { EddyEvent, SessionView, StackLine } from '../../src/wire/protocol/index.ts';

/** A probe acted: what was there at that moment. */
export interface Hit {
  /** Of the event: the same wherever it comes from. */
  readonly key: string;
  readonly kind: 'snap' | 'log' | 'held' | 'stopped';
  readonly at: number;
  readonly target: string;
  readonly session?: string;
  readonly probe: string;
  readonly flow?: string;
  readonly file?: string;
  readonly line?: number;
  readonly function?: string;
  readonly text?: string;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly stack: readonly StackLine[];
}

const kinds: ReadonlySet<string> = new Set(['snap', 'log', 'held', 'stopped']);

/** Of events that come from several sides, each hit once, the newest first. */
export function hitsIn(events: Iterable<EddyEvent>, session?: string): Hit[] {
  const hits = new Map<string, Hit>();
  for (const event of events) {
    if (!kinds.has(event.kind) || (session !== undefined && event.session !== session)) continue;
    const hit = hitOf(event);
    hits.set(hit.key, hit);
  }
  return [...hits.values()].sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1));
}

/** Hits of sessions that are in no list any more. */
export function olderHits(sessions: readonly SessionView[], hits: readonly Hit[], session?: string): number {
  const shown = sessions.filter(({ id }) => session === undefined || id === session);
  const counted = shown.reduce(
    (sum, { statistics: { holds, stops, snaps, logs } }) => sum + holds + stops + snaps + logs,
    0,
  );
  return Math.max(0, counted - hits.length);
}

function hitOf({ kind, at, target, session, flow, seq, data }: EddyEvent): Hit {
  const { probe, file, line, function: name, text, locals, stack } = data;
  return {
    key: `${target} ${seq}`,
    kind: kind as Hit['kind'],
    at,
    target,
    probe: String(probe ?? ''),
    ...(session === undefined ? {} : { session }),
    ...(flow === undefined ? {} : { flow }),
    ...(typeof file === 'string' ? { file } : {}),
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof name === 'string' && name !== '' ? { function: name } : {}),
    ...(typeof text === 'string' ? { text } : {}),
    ...(typeof locals === 'object' && locals !== null ? { locals: locals as Hit['locals'] & {} } : {}),
    stack: Array.isArray(stack) ? (stack as StackLine[]) : [],
  };
}
