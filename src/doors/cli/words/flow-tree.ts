import { type ActivationLine, type FlowActivity, sayDuration } from '../../../wire/protocol/index.ts';
import type { Paint } from './paint.ts';
import { oneLine, place } from './place.ts';

/** The async stack of a flow: callers above those they called, each with the line that it awaits. */
export function flowTree(
  flow: FlowActivity,
  { cwd, paint }: { readonly cwd: string; readonly paint: Paint },
): string[] {
  const called = new Map<number | undefined, ActivationLine[]>();
  const known = new Set(flow.activations.map(({ id }) => id));
  for (const one of flow.activations) {
    const caller = one.caller !== undefined && known.has(one.caller) ? one.caller : undefined;
    const beside = called.get(caller);
    if (beside === undefined) called.set(caller, [one]);
    else beside.push(one);
  }
  const lines: string[] = [];
  const seen = new Set<number>();
  const draw = (one: ActivationLine, head: string, below: string) => {
    // A ring cannot be; if the target says one, it is drawn once.
    if (seen.has(one.id)) return;
    seen.add(one.id);
    lines.push(`${paint.dim(head)}${activationText(one, cwd, paint)}`);
    const children = called.get(one.id) ?? [];
    children.forEach((child, at) => {
      const isLast = at === children.length - 1;
      draw(child, `${below}${isLast ? '└─ ' : '├─ '}`, `${below}${isLast ? '   ' : '│  '}`);
    });
  };
  for (const root of called.get(undefined) ?? []) draw(root, '  ', '  ');
  return lines;
}

const verbs: Readonly<Record<ActivationLine['state'], string>> = {
  running: 'runs',
  waiting: 'awaits',
  yielded: 'has yielded',
  held: 'is held',
};

/** Nothing where it was not seen since when. */
export function forSoLong(forMs: number | undefined): string {
  return forMs === undefined ? '' : ` for ${sayDuration(forMs)}`;
}

function activationText(one: ActivationLine, cwd: string, paint: Paint): string {
  const name = oneLine(one.function === '' ? '(anonymous)' : one.function);
  const where = place({ file: one.file, line: one.line, function: '' }, cwd);
  return `${paint.bold(name)}  ${where}  ${verbs[one.state]}${forSoLong(one.forMs)}`;
}
