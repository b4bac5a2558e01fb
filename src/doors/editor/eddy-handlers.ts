import { fail } from '../../base/index.ts';
import type {
  FlowBreakpointAnswer,
  FlowBreakpointArguments,
  FlowFrame,
  FlowLine,
  Handlers,
} from '../../wire/dap/index.ts';
import type {
  ActivationLine,
  FlowActivity,
  Matcher,
  ProbeLimits,
  ProbeView,
  ProbeWords,
} from '../../wire/protocol/index.ts';
import type { ClientFormat } from './client-format.ts';
import type { EditorDesk } from './desk.ts';
import { stackOfFlow } from './look-handlers.ts';
import type { Apart } from './pauses.ts';

export interface EddyLook {
  desk(): EditorDesk;
  format(): ClientFormat;
}

const flowsUnlessTold = 200;

/** Requests beyond the protocol. */
export function eddyHandlers({ desk, format }: EddyLook): Handlers {
  return {
    async 'eddy/activity'({ flows, start = 0, count = flowsUnlessTold } = {}) {
      const all = await activity(desk(), flows);
      const shown = all.flows.slice(start, start + count);
      return {
        at: all.at,
        totalFlows: all.flows.length,
        flows: shown.map(flow => ({ ...lineOf(desk(), flow), frames: flow.activations.map(frameOf) })),
      };
    },
    async 'eddy/flowStack'({ flow: wanted, startFrame = 0, levels = 0 }) {
      const byId = await activity(desk(), [wanted]);
      const found =
        byId.flows.length > 0 ? byId.flows : (await activity(desk())).flows.filter(one => one.name === wanted);
      const [flow] = found;
      if (flow === undefined) throw fail('unknown-id', `There is no flow "${wanted}", or no longer.`);
      if (found.length > 1) {
        throw fail(
          'unknown-id',
          `${found.length} flows are called "${wanted}": ${found
            .slice(0, 5)
            .map(({ id }) => id)
            .join(', ')}.`,
          {
            hint: 'Say which by its id.',
          },
        );
      }
      const frames: FlowFrame[] = stackOfFlow(flow).map(frameOf);
      const stop = desk().stops.all.find(one => one.flow === flow.id);
      const top = stop === undefined ? undefined : desk().frames.ofStop(stop, format())[0];
      if (top !== undefined && frames[0] !== undefined) frames[0] = { ...frames[0], frameId: top.id };
      if (flow.born !== undefined) frames.push({ function: '', ...flow.born, state: 'created' });
      const end = levels > 0 ? startFrame + levels : frames.length;
      return { flow: lineOf(desk(), flow), frames: frames.slice(startFrame, end), totalFrames: frames.length };
    },
    'eddy/setBreakpoint': given => setBreakpoint(desk(), given),
    async 'eddy/removeBreakpoint'({ id }) {
      await desk().link.unsetApart(id);
      return undefined;
    },
  };
}

async function activity(desk: EditorDesk, flows?: readonly string[]): Promise<{ at: number; flows: FlowActivity[] }> {
  const { at, targets } = await desk.link.hub.ask('flows', flows === undefined ? {} : { flows });
  return { at, flows: targets.filter(({ target }) => desk.isOurs(target)).flatMap(one => one.activity?.flows ?? []) };
}

function lineOf(desk: EditorDesk, { activations: _, ...flow }: FlowActivity): FlowLine {
  const thread = desk.threads.flow(flow.id);
  return { ...flow, ...(thread === undefined ? {} : { threadId: thread.id }) };
}

function frameOf({ function: name, file, line, column, state, forMs }: ActivationLine): FlowFrame {
  return { function: name, file, line, column, state, forMs };
}

/** In a session of its own where it concerns one flow or task, so that it ends with it. */
async function setBreakpoint(desk: EditorDesk, given: FlowBreakpointArguments): Promise<FlowBreakpointAnswer> {
  const { file, line, condition, hitCount, kind } = given;
  const limits = hitCount === undefined ? {} : { fromHit: hitCount };
  const words = (as: 'hold' | 'stop') => ({
    kind: as,
    place: { file, line },
    ...(condition === undefined ? {} : { condition }),
  });
  const set = (as: 'hold' | 'stop') => desk.setApart(() => setIn(desk, given, words(as), limits));
  let as = kind ?? 'hold';
  let made = await set(as);
  if (kind === undefined && refusalOf(viewOf(made)) !== undefined) {
    await desk.link.unsetApart(made.what);
    as = 'stop';
    made = await set(as);
  }
  const view = viewOf(made);
  const bound = view.bindings.find(({ state }) => state === 'bound');
  const message = refusalOf(view) ?? bound?.reason;
  return {
    id: made.what,
    verified: bound !== undefined,
    kind: as,
    ...(bound?.mechanism === undefined ? {} : { mechanism: bound.mechanism }),
    ...(bound?.places[0] === undefined ? {} : { line: bound.places[0].line }),
    ...(message === undefined ? {} : { message }),
  };
}

async function setIn(
  { link }: EditorDesk,
  { session, ...given }: FlowBreakpointArguments,
  words: ProbeWords,
  limits: ProbeLimits,
): Promise<Apart> {
  if (session === undefined) return link.setFor(matchOf(given), [words], limits);
  const all = { ...link.settings.limits, ...limits };
  const { probes } = await link.hub.ask('probe', { session, match: [], probes: [words], limits: all, own: true });
  return { what: viewOf({ probes }).spec.id, probes };
}

function viewOf({ probes }: Pick<Apart, 'probes'>): ProbeView {
  return probes[0] as ProbeView;
}

function matchOf({ flow, task }: Pick<FlowBreakpointArguments, 'flow' | 'task'>): Matcher[] {
  if (flow !== undefined && task !== undefined) {
    throw fail('bad-usage', 'A breakpoint of a flow, or of a task: not of both.');
  }
  if (flow !== undefined) return [{ by: 'flow', id: flow }];
  return task === undefined ? [] : [{ by: 'task', glob: task }];
}

function refusalOf({ bindings }: ProbeView): string | undefined {
  if (bindings.some(({ state }) => state === 'bound')) return undefined;
  return bindings.find(({ state }) => state === 'refused')?.reason;
}
