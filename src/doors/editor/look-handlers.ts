import { fail } from '../../base/index.ts';
import type { EvaluateArguments, Handlers, StackFrame } from '../../wire/dap/index.ts';
import type { ActivationLine, FlowActivity, StackLine } from '../../wire/protocol/index.ts';
import { nodeOf, valueText } from './captured.ts';
import type { ClientFormat } from './client-format.ts';
import { complete } from './complete.ts';
import type { EditorDesk } from './desk.ts';
import type { Frame } from './frames.ts';
import type { Stop } from './stop.ts';

export interface Look {
  desk(): EditorDesk;
  format(): ClientFormat;
}

/** Requests that look at what stands, and change what is in it. */
export function lookHandlers({ desk, format }: Look): Handlers {
  return {
    async stackTrace({ threadId, startFrame = 0, levels = 0 }) {
      const frames = await framesOf(desk(), threadId, format());
      const end = levels > 0 ? startFrame + levels : frames.length;
      return { stackFrames: frames.slice(startFrame, end), totalFrames: frames.length };
    },
    async scopes({ frameId }) {
      const stop = tryStop(desk().frames.get(frameId));
      return { scopes: stop === undefined ? [] : await desk().variables.scopes(stop) };
    },
    variables: async given => ({ variables: await desk().variables.children(given) }),
    async setVariable({ variablesReference, name, value }) {
      const { text, ...shown } = await desk().variables.set(variablesReference, name, value);
      return { value: text, ...shown };
    },
    async setExpression({ expression, value, frameId }) {
      const stop = standing(desk(), frameId);
      const { variables } = desk();
      if (!variables.language(stop).isPath(expression)) {
        throw fail('bad-expression', `${expression} is nothing that can be set.`, { hint: 'As in order.total.' });
      }
      const { text, ...shown } = await variables.assign(stop, expression.trim(), value);
      return { value: text, ...shown };
    },
    async evaluate(given) {
      const stop = standing(desk(), given.frameId);
      const { variables } = desk();
      const isPath = variables.language(stop).isPath(given.expression);
      mayBe(given, isPath);
      const assignment =
        given.context === 'repl' ? variables.language(stop).tryAssignment(given.expression) : undefined;
      if (assignment !== undefined) {
        const { text, ...shown } = await variables.assign(stop, assignment.path, assignment.value);
        return { result: text, ...shown };
      }
      const value = await variables.evaluate(stop, given.expression);
      // What was typed may have changed anything.
      if (given.context === 'repl') variables.changed(stop);
      const { text, ...shown } = variables.shown(value, stop, isPath ? given.expression.trim() : undefined);
      const whole = given.context === 'clipboard' && nodeOf(value) === undefined ? String(value) : text;
      return { result: whole, ...shown };
    },
    async completions({ frameId, text, column }) {
      const stop = standing(desk(), frameId);
      const before = text.slice(0, Math.max(0, format().fromColumn(column) - 1));
      return { targets: await complete(desk().variables, stop, before) };
    },
    async exceptionInfo({ threadId }) {
      const stop = desk().stops.ofThread(threadId);
      if (stop === undefined) throw notStopped();
      return exceptionInfo(desk(), stop);
    },
  };
}

async function framesOf(desk: EditorDesk, threadId: number, format: ClientFormat): Promise<readonly StackFrame[]> {
  const stop = desk.stops.ofThread(threadId);
  if (stop !== undefined) return desk.frames.ofStop(stop, format);
  const thread = desk.threads.thread(threadId);
  if (thread === undefined) throw fail('unknown-id', `There is no thread ${threadId}.`, { data: { showUser: false } });
  // It runs. No error: there is an editor that dies of one.
  if (thread.kind === 'main') return [];
  const { targets } = await desk.link.hub.ask('flows', { flows: [thread.flow] });
  const flow = targets.flatMap(({ activity }) => activity?.flows ?? []).find(({ id }) => id === thread.flow);
  return desk.frames.ofRunning(stackOfFlow(flow), threadId, format);
}

/** The chain of the activation that is deepest, innermost first. */
export function stackOfFlow(flow: FlowActivity | undefined): (StackLine & ActivationLine)[] {
  const all = flow?.activations ?? [];
  const byId = new Map(all.map(one => [one.id, one]));
  const lines: ActivationLine[] = [];
  for (let at = all.at(-1); at !== undefined; at = at.caller === undefined ? undefined : byId.get(at.caller)) {
    lines.push(at);
  }
  return lines;
}

export function standing(desk: EditorDesk, frameId: number | undefined): Stop {
  if (frameId === undefined) {
    const all = desk.stops.all;
    if (all.length === 1) return all[0] as Stop;
    throw all.length === 0 ? notStopped() : fail('bad-usage', 'In which frame? More than one flow stands still.');
  }
  const frame = desk.frames.get(frameId);
  if (frame?.stop === undefined) throw notStopped();
  const stop = tryStop(frame);
  if (stop !== undefined) return stop;
  throw fail('refused', 'Of a caller that waits the place alone is known: use the frame where the flow stands.', {
    data: { showUser: false },
  });
}

/** Undefined: it runs, or it is a caller that waits. Nothing but its place is known. */
function tryStop(frame: Frame | undefined): Stop | undefined {
  const { stop, index = 0 } = frame ?? {};
  if (stop === undefined || index === 0) return stop;
  const number = stop.stack[index]?.frame;
  return number === undefined ? undefined : { ...stop, frame: number };
}

function notStopped(): Error {
  return fail('refused', 'Nothing stands still there.', { data: { short: 'notStopped', showUser: false } });
}

/** What is under the mouse is not called. */
function mayBe({ context, expression }: EvaluateArguments, isPath: boolean): void {
  if (context !== 'hover' || isPath) return;
  throw fail('side-effects', `${expression} is not evaluated by looking at it: it may do something.`, {
    data: { showUser: false },
  });
}

/** A capture leaves it out where reading it would run code of the program's. */
async function stackText({ variables }: EditorDesk, stop: Stop, known: unknown): Promise<string | undefined> {
  const value = known ?? (await variables.evaluate(stop, 'error.stack').catch(() => undefined));
  const text = nodeOf(value)?.v ?? value;
  return typeof text === 'string' ? text : undefined;
}

async function exceptionInfo(desk: EditorDesk, stop: Stop) {
  const place = desk.wordsOf(stop.probe)?.place;
  const names = await desk.variables.names(stop);
  const error = names.find(({ name }) => name === 'error')?.value ?? stop.locals.error;
  const node = nodeOf(error);
  const fields = (node?.v ?? {}) as Record<string, unknown>;
  const textOf = (value: unknown) => String(nodeOf(value)?.v ?? value ?? '');
  if (place !== undefined && 'on' in place && place.on === 'finding') {
    return { exceptionId: place.kind, description: `Eddy saw: ${place.kind}`, breakMode: 'always' as const };
  }
  const typeName = node?.class ?? 'Error';
  const stackTrace = await stackText(desk, stop, fields.stack);
  return {
    exceptionId: typeName,
    description: node === undefined ? valueText(error) : textOf(fields.message),
    breakMode:
      place !== undefined && 'on' in place && place.on === 'uncaught' ? ('unhandled' as const) : ('always' as const),
    details: {
      typeName,
      ...(fields.message === undefined ? {} : { message: textOf(fields.message) }),
      ...(stackTrace === undefined ? {} : { stackTrace }),
      ...(error === undefined ? {} : { evaluateName: 'error' }),
    },
  };
}
