import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { sayTime } from '../words/index.ts';

/** What was let go last, and why, in a sentence; undefined: nothing, or it goes from step to step. */
export function sayWentOn(events: readonly EddyEvent[], nameOf: (flow: string) => string): string | undefined {
  const last = events.findLast(({ kind }) => kind === 'resumed');
  if (last === undefined) return undefined;
  const { at, flow, data } = last;
  const why = typeof data.why === 'string' ? data.why : '';
  if (why.startsWith('step ')) return undefined;
  const reason = why === '' || why === 'resumed' ? '' : `: ${why}`;
  const left = Array.isArray(data.conflicts) ? data.conflicts.filter(one => typeof one === 'string').join(', ') : '';
  const lost = left === '' ? '' : ` What was edited in ${left} was not written: the program had changed it meanwhile.`;
  return `${flow === undefined ? 'A flow' : nameOf(flow)} went on at ${sayTime(at)}${reason}.${lost}`;
}
