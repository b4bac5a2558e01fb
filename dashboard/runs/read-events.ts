import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { visible } from '../hub/index.ts';
import { numberAt, objectAt, soundFinding, soundTarget, textAt } from './sound-report.ts';

export interface EventLines {
  readonly events: readonly EddyEvent[];
  /** Lines that were no events, and what was wrong with the first. */
  readonly badCount: number;
  readonly firstBad: string | undefined;
  /** There was more than is read. */
  readonly cut: boolean;
}

const maxEvents = 1_000_000;
const maxLineLength = 16 * 1024 * 1024;

/** Lines of events as a run writes them, or as they were exported. A line that is none is counted and left out. */
export async function readEvents(text: ReadableStream<string>): Promise<EventLines> {
  const events: EddyEvent[] = [];
  let badCount = 0;
  let firstBad: string | undefined;
  let number = 0;
  for await (const line of linesOf(text)) {
    number++;
    if (line.trim() === '') continue;
    if (events.length >= maxEvents) return { events, badCount, firstBad, cut: true };
    try {
      events.push(soundEvent(JSON.parse(visible(line))));
    } catch (error) {
      badCount++;
      firstBad ??= `Line ${number}: ${messageOf(error)}`;
    }
  }
  return { events, badCount, firstBad, cut: false };
}

function soundEvent(value: unknown): EddyEvent {
  const { seq, at, kind, target, flow, session, letGo, data } = objectAt(value, 'It');
  return {
    seq: numberAt(seq, 'seq'),
    at: numberAt(at, 'at'),
    kind: textAt(kind, 'kind') as EddyEvent['kind'],
    target: textAt(target, 'target'),
    ...(flow === undefined ? {} : { flow: textAt(flow, 'flow') }),
    ...(session === undefined ? {} : { session: textAt(session, 'session') }),
    ...(letGo === undefined ? {} : { letGo: numberAt(letGo, 'letGo') }),
    data: soundData(String(kind), target, objectAt(data, 'data')),
  };
}

/** What is read of others than as a text must be what it should be. */
function soundData(kind: string, target: unknown, data: Record<string, unknown>): EddyEvent['data'] {
  if (kind === 'target-started') {
    const { id: _, ...info } = soundTarget({ started: 0, notes: [], ...data, id: target }, 'data');
    return info;
  }
  if (kind === 'finding') return { finding: soundFinding(data, 'data') };
  return data;
}

async function* linesOf(text: ReadableStream<string>): AsyncGenerator<string> {
  const reader = text.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > maxLineLength) throw new Error('It has a line of more than 16 MiB: it is no file of events.');
    }
    if (rest !== '') yield rest;
  } finally {
    reader.cancel().catch(() => {});
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
