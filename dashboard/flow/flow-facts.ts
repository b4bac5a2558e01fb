import type { Model } from '../model/index.ts';
import { type ItemPlace, placeOf } from '../reports/index.ts';
import type { Belongings } from './belongings.ts';
import type { FlowLook } from './flow-watch.ts';

/** What is known of a flow, from wherever: the last look, what the page heard, reports, findings. */
export interface FlowFacts {
  readonly id: string;
  readonly target: string;
  /** Empty: nobody said it. */
  readonly name: string;
  readonly kind: string;
  readonly parent: string | undefined;
  readonly started: number | undefined;
  readonly ended: number | undefined;
  readonly outcome: string | undefined;
  readonly born: ItemPlace | undefined;
  /** `unknown`: nothing here has ever named it. One that has ended is `alive` while calls that it left behind go on. */
  readonly life: 'alive' | 'ended' | 'unknown';
}

/** Of an end that nobody told. */
const guessed = new Set(['unseen', 'gone']);

type KnownOf = Pick<Model, 'flows' | 'findings' | 'target' | 'past'>;

export function factsOf(model: KnownOf, id: string, look: FlowLook | undefined, belongings: Belongings): FlowFacts {
  const row = model.flows.find(id);
  const seen = look?.flow;
  const told = belongings.flow;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  const named = model.findings.value.flatMap(({ finding }) => finding.flows).find(flow => flow.id === id);
  const target = id.slice(0, id.lastIndexOf('.'));
  const isLeft = row !== undefined && seen !== undefined && row.end < look!.at && !guessed.has(row.outcome ?? '');
  const ended = seen === undefined || isLeft ? endOf(row?.end, number(told?.ended)) : undefined;
  const isGone = model.past !== undefined || model.target(target)?.ended !== undefined;
  const isKnown = row !== undefined || told !== undefined || seen !== undefined || named !== undefined;
  const isOver = (ended !== undefined && !isLeft) || isGone || (look !== undefined && seen === undefined);
  return {
    id,
    target,
    name: seen?.name ?? row?.name ?? text(told?.name) ?? named?.name ?? '',
    kind: seen?.kind ?? row?.kind ?? text(told?.kind) ?? '',
    parent: seen?.parent ?? row?.parent ?? text(told?.parent),
    started: seen?.startedAt ?? row?.start ?? number(told?.started),
    ended,
    outcome: row?.outcome ?? (told?.ended === undefined ? undefined : text(told.state)),
    born: placeOf({ function: '', ...seen?.born }) ?? placeOf(told?.born) ?? placeOf(belongings.task?.created),
    life: !isKnown ? 'unknown' : isOver ? 'ended' : 'alive',
  };
}

function endOf(row: number | undefined, told: number | undefined): number | undefined {
  return row !== undefined && !Number.isNaN(row) ? row : told;
}
