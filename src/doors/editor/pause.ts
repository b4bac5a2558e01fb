import { fail } from '../../base/index.ts';
import type { ActivationLine, FlowActivity, Matcher, ProbeWords } from '../../wire/protocol/index.ts';
import type { EditorDesk } from './desk.ts';
import type { EditorThread } from './thread-book.ts';

/** Lines on each side of where a function waits in which its next statement is looked for. */
const reach = 12;
/** Functions that are looked at, and places that one pause takes. */
const mostSpots = 20;
const mostPlaces = 60;

/**
 * A flow is held at the statement that it comes to next, a process stopped at the next one that any of its functions comes to.
 * Code is met between statements: what waits for something stands there until that has come.
 */
export async function pause(desk: EditorDesk, thread: EditorThread): Promise<void> {
  const { link } = desk;
  const { targets } = await link.hub.ask('flows', thread.kind === 'flow' ? { flows: [thread.flow] } : {});
  const own = targets.filter(({ target }) => target === thread.target);
  const flows = own.flatMap(({ activity }) => activity?.flows ?? []);
  const spots = spotsOf(flows);
  const near = await Promise.all(spots.map(spot => placesNear(desk, spot)));
  const places = new Map(near.flat().map(place => [`${place.file}:${place.line}`, place]));
  if (places.size === 0) {
    throw fail('refused', 'Nothing of it waits in code that can be stopped at.', {
      hint: 'Set a breakpoint where it comes to.',
    });
  }
  const kind = thread.kind === 'flow' ? 'hold' : 'stop';
  const match: Matcher[] = thread.kind === 'flow' ? [{ by: 'flow', id: thread.flow }] : [];
  const words = [...places.values()].slice(0, mostPlaces).map((place): ProbeWords => ({ kind, place }));
  await desk.setApart('pause', () => link.setFor(match, words, {}));
}

function spotsOf(flows: readonly FlowActivity[]): ActivationLine[] {
  const spots = new Map<string, ActivationLine>();
  for (const { activations } of flows) {
    for (const one of [...activations].reverse()) spots.set(`${one.file}:${one.line}:${one.function}`, one);
  }
  return [...spots.values()].slice(0, mostSpots);
}

async function placesNear({ link }: EditorDesk, spot: ActivationLine) {
  const from = Math.max(1, spot.line - reach);
  const lines = Array.from({ length: spot.line + reach - from + 1 }, (_, at) => from + at);
  const found = await Promise.all(
    lines.map(async line => {
      const { targets } = await link.hub.ask('explain', { file: spot.file, line });
      const places = targets.flatMap(({ explanation }) => explanation?.places ?? []);
      return places.some(one => one.function === spot.function && one.line === line) ? [{ file: spot.file, line }] : [];
    }),
  );
  return found.flat();
}
