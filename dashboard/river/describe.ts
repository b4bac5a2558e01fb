import type { Model } from '../model/index.ts';
import { sayMs, sayPlace } from '../words/index.ts';

/** What is known of a flow now, in words. */
export interface FlowWords {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** `alive`, `failed`, … */
  readonly state: string;
  readonly tone: 'live' | 'held' | 'failed' | 'quiet';
  readonly lasted: string;
  readonly start: number;
  /** Where it waits, runs or is held, and how that is known; undefined: nobody looked. */
  readonly at: string | undefined;
  readonly target: string;
}

const outcomes: Readonly<Record<string, string>> = {
  '': 'ended',
  done: 'done',
  closed: 'done, closed',
  failed: 'failed',
  cancelled: 'cancelled',
  gone: 'its program ended first',
  unseen: 'ended unseen',
};

export function describeFlow(model: Model, number: number, now: number): FlowWords {
  const { id, name, kind, start, end, outcome = '', target } = model.flows.at(number);
  const isOver = end <= now;
  const hold = isOver ? undefined : model.holds.peek().find(one => one.flow === id);
  const known = isOver
    ? Object.hasOwn(outcomes, outcome)
      ? outcomes[outcome]!
      : outcome
    : hold === undefined
      ? 'alive'
      : 'held';
  return {
    id,
    name: name || '(no name)',
    kind,
    state: known,
    tone: hold !== undefined ? 'held' : !isOver ? 'live' : outcome === 'failed' ? 'failed' : 'quiet',
    lasted: sayMs((isOver ? end : now) - start),
    start,
    at:
      hold === undefined
        ? sampled(model, id, isOver)
        : `held at ${sayPlace(hold.place.file, hold.place.line)} for ${sayMs(now - hold.since)}`,
    target: model.targetTitle(target),
  };
}

function sampled(model: Model, id: string, isOver: boolean): string | undefined {
  const last = model.samples.last(id);
  if (last === undefined || isOver) return undefined;
  const since = last.to - last.from;
  const place = last.file === undefined ? '' : ` at ${sayPlace(last.file, last.line)}`;
  return `${last.state}${place}${since >= 1 ? ` for ${sayMs(since)}` : ''} (sampled)`;
}
