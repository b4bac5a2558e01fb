import { fail } from '../../base/index.ts';
import type { ActivationLine, FlowActivity, Matcher, ProbeWords } from '../../wire/protocol/index.ts';
import type { EditorDesk } from './desk.ts';
import { languageOf } from './language.ts';
import type { EditorThread } from './thread-book.ts';

/** Lines on each side of where a function waits in which its next statement is looked for. */
const reach = 12;
/** Functions that are looked at, and places that one pause takes. */
const mostSpots = 20;
const mostPlaces = 60;

/** So long its answer is waited for: a thread that is busy takes it late, and stands then. */
const answerWithinMs = 50;

/** A flow is held, a process stopped, at the statement that it comes to next. While it is idle nothing comes, and it runs. */
export async function pause(desk: EditorDesk, thread: EditorThread): Promise<void> {
  const { link, clock } = desk;
  const kind = thread.kind === 'flow' ? 'hold' : 'stop';
  const match: Matcher[] = thread.kind === 'flow' ? [{ by: 'flow', id: thread.flow }] : [];
  const places: readonly ProbeWords['place'][] = languageOf(desk.threads.target(thread.target)).hasGates
    ? [{ on: 'statement', target: thread.target }]
    : await placesAhead(desk, thread);
  const words = places.map((place): ProbeWords => ({ kind, place }));
  const set = desk.pause(thread.id, () => link.setFor(match, words, {}));
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(answerWithinMs, resolve);
  // Who fails later has lost its hub, and that is told otherwise.
  set.catch(() => {});
  await Promise.race([set, late]);
  timer.cancel();
}

/** Where no gate tells of a statement: lines near those where its functions wait. */
async function placesAhead(desk: EditorDesk, thread: EditorThread): Promise<readonly ProbeWords['place'][]> {
  const { targets } = await desk.link.hub.ask('flows', thread.kind === 'flow' ? { flows: [thread.flow] } : {});
  const own = targets.filter(({ target }) => target === thread.target);
  const spots = spotsOf(own.flatMap(({ activity }) => activity?.flows ?? []));
  const near = await Promise.all(spots.map(spot => placesNear(desk, thread.target, spot)));
  const places = new Map(near.flat().map(place => [`${place.file}:${place.line}`, place]));
  if (places.size > 0) return [...places.values()].slice(0, mostPlaces);
  throw fail('refused', 'Nothing of it waits in code that can be stopped at.', {
    hint: 'Set a breakpoint where it comes to.',
  });
}

function spotsOf(flows: readonly FlowActivity[]): ActivationLine[] {
  const spots = new Map<string, ActivationLine>();
  for (const { activations } of flows) {
    for (const one of [...activations].reverse()) spots.set(`${one.file}:${one.line}:${one.function}`, one);
  }
  return [...spots.values()].slice(0, mostSpots);
}

async function placesNear({ link }: EditorDesk, target: string, spot: ActivationLine) {
  const from = Math.max(1, spot.line - reach);
  const lines = Array.from({ length: spot.line + reach - from + 1 }, (_, at) => from + at);
  const found = await Promise.all(
    lines.map(async line => {
      const { targets } = await link.hub.ask('explain', { file: spot.file, line, targets: [target] });
      const places = targets.flatMap(({ explanation }) => explanation?.places ?? []);
      return places.some(one => one.function === spot.function && one.line === line) ? [{ file: spot.file, line }] : [];
    }),
  );
  return found.flat();
}
