import type {
  Binding,
  ProbeKind,
  ProbeSpec,
  ProbeTrouble,
  ProbeView,
  SessionView,
} from '../../src/wire/protocol/index.ts';

/** What became of a probe in all targets together: `asked` while nobody has answered. */
export type MarkState = 'bound' | 'waiting' | 'refused' | 'gone' | 'asked';

/** A probe as it stands in a line of a file. */
export interface LineMark {
  readonly line: number;
  readonly probe: string;
  readonly session: string;
  /** Of the session's colour. */
  readonly series: number;
  readonly kind: ProbeKind;
  readonly condition: string | undefined;
  readonly state: MarkState;
  readonly hits: number;
  /** Why it was refused, or what is not as asked: each once. */
  readonly reasons: readonly string[];
  /** Why its condition or text could not be evaluated, in words. */
  readonly trouble: string | undefined;
  /** Lines that would do. */
  readonly near: readonly number[];
}

/** Where one flow stands, or who waits for it. */
export interface CurrentLine {
  readonly line: number;
  readonly is: 'held' | 'caller' | 'shown';
}

const colours = 6;

/** Sessions get a colour each, in the order in which they were opened. */
export function seriesOf(session: string, sessions: readonly SessionView[]): number {
  const order = [...sessions].sort((a, b) => a.openedAt - b.openedAt).findIndex(({ id }) => id === session);
  return (Math.max(0, order) % colours) + 1;
}

/** Whether a place that somebody asked for, a path or its end, is that file. */
export function isSameFile(asked: string, file: string): boolean {
  const end = asked.replace(/^file:\/\//, '').replace(/^\.\//, '');
  return file === end || file.endsWith(`/${end}`);
}

/** Of one probe, over all targets: bound in one is bound. */
export function stateOf({ bindings, unanswered }: Pick<ProbeView, 'bindings' | 'unanswered'>): MarkState {
  const states = new Set(bindings.map(({ state }) => state));
  for (const state of ['bound', 'waiting', 'refused', 'gone'] as const) {
    if (states.has(state)) return state === 'refused' && unanswered.length > 0 ? 'asked' : state;
  }
  return 'asked';
}

export function reasonsOf(bindings: readonly Binding[]): string[] {
  return [...new Set(bindings.flatMap(({ reason }) => (reason === undefined ? [] : [reason])))];
}

/** Bound where targets said it is; else where it was asked for. */
export function marksIn(file: string, sessions: readonly SessionView[]): LineMark[] {
  return sessions
    .filter(({ closedAt }) => closedAt === undefined)
    .flatMap(session => session.probes.flatMap(probe => marksOf(probe, file, seriesOf(session.id, sessions))))
    .sort((a, b) => a.line - b.line);
}

function marksOf(view: ProbeView, file: string, series: number): LineMark[] {
  const { spec, bindings, hits, trouble } = view;
  const bound = bindings.flatMap(({ places }) =>
    places.filter(place => isSameFile(file, place.file) || place.file === file),
  );
  const asked = 'line' in spec.place && isSameFile(spec.place.file, file) ? [spec.place.line] : [];
  const lines = bound.length > 0 ? [...new Set(bound.map(({ line }) => line))] : asked;
  const near = [...new Set(bindings.flatMap(({ near = [] }) => near))].sort((a, b) => a - b);
  return lines.map(line => ({
    line,
    probe: spec.id,
    session: spec.session,
    series,
    kind: spec.kind,
    condition: spec.condition,
    state: stateOf(view),
    hits,
    reasons: reasonsOf(bindings),
    trouble: trouble === undefined ? undefined : sayTrouble(spec, trouble),
    near,
  }));
}

const stateWords: Readonly<Record<MarkState, string>> = {
  bound: 'bound',
  waiting: 'waiting: no target has loaded this file yet',
  refused: 'refused',
  gone: 'gone',
  asked: 'asked; no target has answered yet',
};

export function sayState(state: MarkState): string {
  return stateWords[state];
}

/** It is told anew each time that the count has doubled. A condition that fails does not hold; a text is written all the same. */
export function sayTrouble({ condition, text }: Pick<ProbeSpec, 'condition' | 'text'>, trouble: ProbeTrouble): string {
  const what = condition === undefined ? 'Its text' : text === undefined ? 'Its condition' : 'Its condition or text';
  const times = trouble.times > 1 ? `, at least ${trouble.times} times` : '';
  return `${what} could not be evaluated${times}: ${trouble.why}`;
}

/** `hold p1 if total > 100, bound, 3 hits`. */
export function sayMark({ kind, probe, condition, state, hits, trouble }: LineMark): string {
  const when = condition === undefined ? '' : ` if ${condition}`;
  const count = hits === 0 ? '' : `, ${hits} ${hits === 1 ? 'hit' : 'hits'}`;
  return `${kind} ${probe}${when}, ${sayState(state)}${count}${trouble === undefined ? '' : `. ${trouble}`}`;
}
