import type { ReadonlySignal } from '@preact/signals';
import type { EddyEvent, Report, StoredRun } from '../../src/wire/protocol/index.ts';
import type { FlowBook } from './flow-book.ts';
import type { ModelPorts } from './ports.ts';

/** Reads it, and is read again when the revision changes. */
export function after<T>(revision: ReadonlySignal<number>, read: () => T): T {
  void revision.value;
  return read();
}

/** A door takes a hundred asks a second. */
const maxAsked = 20;

/** Of the first that answer; where none does, it fails as the first did. */
export async function readReports(
  ask: ModelPorts['ask'],
  runs: readonly StoredRun[],
): Promise<readonly (readonly [run: string, report: Report])[]> {
  const asked = runs.slice(0, maxAsked).map(async ({ id }) => [id, (await ask('report', { run: id })).report] as const);
  const answers = await Promise.allSettled(asked);
  const told = answers.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  if (told.length === 0 && answers[0]?.status === 'rejected') throw answers[0].reason;
  return told;
}

/** Flows that a report lists, where no event told of them. */
export function takeReportFlows(book: FlowBook, { flows }: Report): void {
  for (const { id, name, kind, parent, started, ended, state } of flows.items) {
    if (typeof id !== 'string' || typeof started !== 'number') continue;
    book.takeFlow({
      id,
      name: String(name ?? ''),
      kind: String(kind ?? ''),
      startedAt: started,
      ...(typeof parent === 'string' ? { parent } : {}),
      ...(typeof ended === 'number' ? { endedAt: ended, outcome: String(state ?? '') } : {}),
    });
  }
}

/** The same for one event, however often it is told. */
export function eventKey({ target, seq, at, kind }: EddyEvent): string {
  return `${target} ${seq} ${at} ${kind}`;
}
