import type { ActivationLine, Activity, BoundPlace, FlowActivity, Listing } from '../../../wire/protocol/index.ts';
import { type Activation, type Activations, fileOf, held, runs } from '../activations/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import type { TargetSession } from './flow-sessions.ts';
import { waitingLine } from './flow-stack.ts';

const maxFlows = 20_000;
const maxActivations = 50_000;
const maxListed = 200;
/** Activations that are sorted in one step: some 50 µs. */
const stepOf = 500;

export interface ActivityWanted {
  /** Ids; absent: all. */
  readonly flows?: readonly string[];
  /** Of each flow only the activations that called no other. */
  readonly leavesOnly?: boolean;
}

/** Flows, and where their functions wait, all at once. */
export function readActivity(
  rt: Runtime,
  activations: Activations,
  heldPlaceOf: (one: Activation) => BoundPlace | undefined,
  wanted: ActivityWanted = {},
): Activity {
  const steps = activitySteps(rt, activations, heldPlaceOf, wanted);
  const flows: FlowActivity[] = [];
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return { ...value, flows };
    if (value !== undefined) flows.push(value);
  }
}

/** The same in small steps, each of a flow or of nothing to tell yet: between any two of them the program may go on. */
export function* activitySteps(
  rt: Runtime,
  activations: Activations,
  heldPlaceOf: (one: Activation) => BoundPlace | undefined,
  { flows: only, leavesOnly = false }: ActivityWanted,
): Generator<FlowActivity | undefined, Activity> {
  const nowMs = performance.now();
  const lineFor = (one: Activation) => ({ ...lineOf(one, activations.current, nowMs), ...heldPlaceOf(one) });
  const wanted = only === undefined ? undefined : new Set(only);
  const running = yield* inSteps(activations.picture(maxActivations + 1));
  const live = yield* inSteps(rt.flowPicture(maxFlows));
  const byFlow = new Map<Flow, Activation[]>();
  let listed = 0;
  for (const one of running) {
    const flow = activations.flowOf(one);
    if (wanted !== undefined && !wanted.has(flow.id)) continue;
    if (++listed > maxActivations) break;
    const known = byFlow.get(flow);
    if (known === undefined) byFlow.set(flow, [one]);
    else known.push(one);
    if (listed % stepOf === 0) yield undefined;
  }
  let told = 0;
  const tell = (flow: Flow, own: readonly Activation[]) => {
    told++;
    return describe(flow, leavesOnly ? leavesOf(own) : own, lineFor);
  };
  for (const flow of live) {
    if (wanted !== undefined && !wanted.has(flow.id)) continue;
    yield tell(flow, byFlow.get(flow) ?? []);
    byFlow.delete(flow);
  }
  // Functions of a flow that has ended may still wait.
  for (const [flow, left] of byFlow) if (told < maxFlows) yield tell(flow, left);
  return {
    target: rt.target,
    at: rt.clock.now(),
    flows: [],
    liveActivations: activations.liveCount,
    cut: listed > maxActivations || told >= maxFlows,
  };
}

function* inSteps<T>(walk: Generator<void, T>): Generator<undefined, T> {
  let step = walk.next();
  for (; step.done !== true; step = walk.next()) yield undefined;
  return step.value;
}

function leavesOf(own: readonly Activation[]): Activation[] {
  const callers = new Set(own.map(one => one.caller));
  return own.filter(one => !callers.has(one));
}

/** For the report: the oldest ones that wait, which are what people look for. */
export function listActivations(activations: Activations): Listing {
  const nowMs = performance.now();
  const items: Record<string, unknown>[] = [];
  for (const one of activations.oldest()) {
    if (items.length >= maxListed) break;
    items.push({ flow: activations.flowOf(one).id, ...lineOf(one, activations.current, nowMs) });
  }
  return { total: activations.total, live: activations.liveCount, items, dropped: activations.total - items.length };
}

function describe(
  flow: Flow,
  youngestFirst: readonly Activation[],
  lineFor: (one: Activation) => ActivationLine,
): FlowActivity {
  const lines = [...youngestFirst].reverse().map(lineFor);
  const states = new Set(lines.map(one => one.state));
  const born = flow.born?.own;
  return {
    id: flow.id,
    name: flow.name,
    kind: flow.kind,
    ...(flow.parent === undefined ? {} : { parent: flow.parent.id }),
    state: states.has('held') ? 'held' : states.has('running') ? 'running' : lines.length > 0 ? 'waiting' : 'idle',
    startedAt: flow.startedAt,
    ...(born === undefined ? {} : { born: { file: born.file, line: born.line } }),
    holds: [...(flow.held ?? [])].map(one => one.title ?? 'something'),
    sessions: [...(flow.sessions ?? [])].map(one => (one as TargetSession).spec.id),
    activations: lines,
  };
}

/** Where an activation is, and since when. */
export function lineOf(one: Activation, current: Activation | null, nowMs: number): ActivationLine {
  const where = waitingLine(one) ?? { function: '', file: fileOf(one.module, one.fn), line: 0, column: 0, async: true };
  const state = one.at === held ? 'held' : one.yielded ? 'yielded' : one.at === runs ? 'running' : 'waiting';
  return {
    ...where,
    id: one.serial,
    ...(one.caller === null ? {} : { caller: one.caller.serial }),
    // Between two turns nothing runs: what has not come to an await that we see waits somewhere else.
    state: state === 'running' && one !== current && current === null ? 'waiting' : state,
    ...(one.at === runs ? {} : { forMs: Math.round(nowMs - one.sinceMs) }),
  };
}
