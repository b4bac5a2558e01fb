import type { StoreItem } from '../../session/index.ts';

/** An event, ready to be kept. */
export interface EventRow {
  readonly item: 'event';
  readonly run: string;
  readonly target: string;
  readonly kind: string;
  readonly at: number;
  readonly flow: string | null;
  readonly session: string | null;
  readonly text: string;
}

/** What replaces the one of the same item, run and id. `text` null: it was taken back. */
export interface NamedRow {
  readonly item: 'run' | 'session' | 'finding' | 'report';
  readonly run: string;
  readonly id: string;
  readonly name: string | null;
  readonly text: string | null;
}

export type Row = EventRow | NamedRow;

/** Undefined for what no JSON can be made of. Text from here on: what its maker does with the object later is not seen. */
export function tryToRow(item: StoreItem): Row | undefined {
  try {
    return toRow(item);
  } catch {
    return undefined;
  }
}

function toRow(one: StoreItem): Row {
  switch (one.item) {
    case 'event': {
      const { target, kind, at, flow, session } = one.event;
      const text = JSON.stringify(one.event);
      mustBeText(one.run, target, kind, flow ?? '', session ?? '', text);
      return {
        item: one.item,
        run: one.run,
        target,
        kind,
        at: Number(at),
        flow: flow ?? null,
        session: session ?? null,
        text,
      };
    }
    case 'run':
      return named(one.item, one.run.id, '', one.run.name, one.run);
    case 'session': {
      return named(one.item, one.run, one.session.id, one.session.name, one.session);
    }
    case 'finding': {
      return named(one.item, one.run, one.key, undefined, one.finding.count === 0 ? undefined : one.finding);
    }
    case 'report':
      return named(one.item, one.run, '', undefined, one.report);
    default:
      throw new TypeError('No store keeps that.');
  }
}

function named(item: NamedRow['item'], run: string, id: string, name: string | undefined, whole: unknown): NamedRow {
  const text = whole === undefined ? null : JSON.stringify(whole);
  mustBeText(run, id, name ?? '', text === null ? '' : text);
  return { item, run, id, name: name ?? null, text };
}

/** Else one bad item would take a whole batch with it. */
function mustBeText(...words: readonly unknown[]): void {
  for (const word of words) if (typeof word !== 'string') throw new TypeError(`${String(word)} is no text.`);
}

/** About what it takes: the bounds of queues and stores are counted in it. */
export function sizeOf(row: Row): number {
  return 100 + (row.text?.length ?? 0);
}
