import type { StoredEvent, TargetEnd } from '../../../src/wire/protocol/index.ts';
import type { Past } from './ending.ts';
import { stepsOf } from './plan.ts';
import { type Stage, shopFile } from './stage.ts';
import { nameOf } from './witness.ts';

/** What is wrong with what the store has, after all that hubs had said. */
export function wrongPast(stage: Stage, past: Past): string[] {
  return [
    ...wrongEvents(stage, past),
    ...wrongCounts(stage, past),
    ...wrongLosses(stage, past),
    ...wrongRuns(stage, past),
    ...wrongSigns(stage, past),
  ];
}

/** Each that a hub gave from its store is there as it was, and none is there twice. */
function wrongEvents({ witnesses }: Stage, { events }: Past): string[] {
  const byCursor = new Map(events.map(one => [one.cursor, JSON.stringify(one)]));
  const lost = witnesses
    .flatMap(({ acknowledged }) => acknowledged)
    .filter(one => byCursor.get(one.cursor) !== JSON.stringify(one));
  const names = namesOf(events);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const isInOrder = events.every(({ cursor }, at) => at === 0 || cursor > events[at - 1]!.cursor);
  return [
    ...(lost.length === 0 ? [] : [`${lost.length} acknowledged events are not there: ${JSON.stringify(lost[0])}`]),
    ...(twice.length === 0 ? [] : [`${twice.length} events are there twice: ${twice[0]}`]),
    ...(isInOrder ? [] : ['cursors do not count up']),
  ];
}

/** What was told and is not there was counted; what a hub counts as lost is what the one before left so. */
function wrongCounts({ witnesses, deaths, hubs }: Stage, { events, store }: Past): string[] {
  const there = new Set(namesOf(events));
  return witnesses.slice(0, hubs.length).flatMap((witness, at) => {
    const { told, settled, status } = witness;
    if (status === undefined) return [];
    const missing = told.slice(0, settled).filter(name => !there.has(name)).length;
    const death = deaths[at];
    if (death === undefined)
      return missing > store.dropped ? [`${missing} events are missing, ${store.dropped} counted as dropped`] : [];
    const next = at + 1 < deaths.length ? witnesses[at + 1]!.status?.store : store;
    // It was killed before it said anything.
    if (next === undefined) return [];
    const { lost } = next;
    return [
      ...(missing > lost + death.dropped
        ? [`${missing} events are missing, ${lost} counted as lost, ${death.dropped} as dropped`]
        : []),
      ...(lost === death.lost ? [] : [`${lost} are counted as lost, and ${death.lost} were`]),
    ];
  });
}

/** What was on its way when a hub was killed is missing in the numbers. It is counted, once; what the first of two hubs learnt a moment before its end may not be. */
function wrongLosses({ plan }: Stage, { events, runs }: Past): string[] {
  if (plan.row !== 'restarted') return [];
  const counts = new Map<string, { last: number; letGo: number; there: number }>();
  for (const { event } of events) {
    if (nameOf(event) === undefined) continue;
    const { last, letGo, there } = counts.get(event.target) ?? { last: 0, letGo: 0, there: 0 };
    counts.set(event.target, {
      last: Math.max(last, event.seq),
      letGo: Math.max(letGo, event.letGo ?? 0),
      there: there + 1,
    });
  }
  const missing = [...counts.values()].reduce((sum, { last, letGo, there }) => sum + last - letGo - there, 0);
  const counted = runs[0]?.unheard ?? 0;
  const isRight = plan.way === 'once' ? counted === missing : counted <= missing;
  return isRight ? [] : [`${missing} events are missing in the numbers, ${counted} are counted as lost on their way`];
}

function wrongRuns({ plan }: Stage, { runs, events }: Past): string[] {
  const [{ name, words, end } = { name: undefined, words: [], end: undefined }, ...more] = runs;
  const wanted: Partial<Record<string, TargetEnd | undefined>> = {
    killed: undefined,
    target: { how: 'signal', signal: 'SIGKILL' },
  };
  const right = plan.row in wanted ? wanted[plan.row] : ({ how: 'exit', code: 0 } as const);
  const isKnown = name === 'shop' && words.length === 1 && words[0] === shopFile && more.length === 0;
  const isEnd = JSON.stringify(end) === JSON.stringify(right) || (plan.row === 'killed' && end?.how === 'lost');
  const isOver = events.some(({ event }) => event.kind === 'target-ended');
  return [
    ...(isKnown && isEnd ? [] : [`the run is kept as ${JSON.stringify(runs)}`]),
    ...(isOver ? [] : ["the shop's end is not kept"]),
  ];
}

/** What shows that the fault was there, and that it is over. */
function wrongSigns({ plan, witnesses }: Stage, { store }: Past): string[] {
  const farthest = Math.max(...witnesses.flatMap(({ clocks }) => clocks.map(Math.abs)));
  return [
    ...(store.trouble === undefined ? [] : [`the store is in trouble at the end: ${store.trouble}`]),
    ...(store.setAside === undefined ? [] : [`the store was set aside: ${store.setAside.why}`]),
    ...(plan.row === 'clock' && farthest < Math.abs(stepsOf(plan.way)[0]!) * 500 ? ['the clock did not step'] : []),
  ];
}

function namesOf(events: readonly StoredEvent[]): string[] {
  return events.flatMap(({ event }) => nameOf(event) ?? []);
}
