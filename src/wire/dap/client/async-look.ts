import { fail } from '../../../base/index.ts';
import type { ActivityAnswer, FlowLine, FlowStackAnswer } from '../index.ts';
import type { At, FrameAt } from './at.ts';
import { type BreakpointState, type LineBreakpointOptions, stateOf } from './breakpoint.ts';
import type { ClientSession } from './client-session.ts';
import { pythonTaskCondition, pythonTasks } from './python-tasks.ts';

export interface AsyncBreakpointTarget extends LineBreakpointOptions {
  /** Id of a flow. */
  readonly flow?: string | undefined;
  /** Name of a task, with `*` for any characters. */
  readonly task?: string | undefined;
  /** Name of a session of Eddy's hub. */
  readonly session?: string | undefined;
  /** `hold`: that flow alone waits, where the server can; `stop`: the process pauses. */
  readonly kind?: 'hold' | 'stop' | undefined;
}

export interface AsyncLookOptions {
  readonly at: (at: At) => ClientSession;
  readonly frameOf: (at: FrameAt) => Promise<number>;
}

type SetPlain = (condition: string, options: LineBreakpointOptions) => Promise<BreakpointState>;

interface Placed {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly session: ClientSession;
}

const flowsAtMost = 10_000;

/** Looks at flows, and stops single ones: by Eddy's own requests, or in Python by what asyncio itself knows of tasks. */
export class AsyncLook {
  readonly #options: AsyncLookOptions;
  #placed: readonly Placed[] = [];

  constructor(options: AsyncLookOptions) {
    this.#options = options;
  }

  async setBreakpoint(
    file: string,
    line: number,
    target: AsyncBreakpointTarget,
    setPlain: SetPlain,
  ): Promise<BreakpointState> {
    const { flow, task, session: named, kind, condition, hitCount, ...options } = target;
    if ([flow, task, named].filter(one => one !== undefined).length !== 1)
      throw fail('bad-usage', 'A breakpoint of one flow names a flow, a task or a session: one of them.');
    const session = this.#options.at({});
    if (session.capabilities.eddy === undefined) {
      if (task !== undefined && kind !== 'hold' && session.isDebugpy)
        return setPlain(pythonTaskCondition(task, condition), { ...options, hitCount });
      throw this.#cannot(session, task === undefined || kind === 'hold' ? 'it only knows tasks by name' : undefined);
    }
    if (typeof hitCount === 'string') throw fail('bad-usage', 'The hit count of one flow’s breakpoint is a number.');
    const given = { file, line, flow, task, session: named, kind, condition, hitCount };
    const answer = await session.request('eddy/setBreakpoint', given);
    this.#placed = [...this.#placed, { id: answer.id, file, line, session }];
    return stateOf({ file, line }, [{ ...answer, id: undefined, session: session.id }]);
  }

  /** Gives whether there was one. */
  async removeBreakpoints(file: string, line: number): Promise<boolean> {
    const there = this.#placed.filter(one => one.file === file && one.line === line);
    this.#placed = this.#placed.filter(one => !there.includes(one));
    for (const { id, session } of there) if (session.alive) await session.request('eddy/removeBreakpoint', { id });
    return there.length > 0;
  }

  async stack(flow: string, at: At): Promise<FlowStackAnswer> {
    const session = this.#options.at(at);
    if (session.capabilities.eddy !== undefined) return session.request('eddy/flowStack', { flow });
    const tasks = await this.#pythonTasks(session, at);
    const task = tasks.find(one => one.id === flow) ?? tasks.find(one => one.name === flow);
    if (task === undefined)
      throw fail('unknown-id', `No task is named "${flow}".`, { hint: `There are: ${names(tasks)}.` });
    const { frames, ...line } = task;
    return { flow: line, frames, totalFrames: frames.length };
  }

  async flows(flow: string | undefined, at: At): Promise<readonly FlowLine[]> {
    const session = this.#options.at(at);
    const flows =
      session.capabilities.eddy === undefined ? await this.#pythonTasks(session, at) : await activity(session, flow);
    return flow === undefined ? flows : flows.filter(one => one.id === flow || one.name === flow);
  }

  async #pythonTasks(session: ClientSession, at: At) {
    if (!session.isDebugpy) throw this.#cannot(session);
    if (session.threads.latest === undefined)
      throw fail('refused', 'debugpy can look at tasks only while something is stopped.', {
        hint: 'Wait for a stop, or pause(); or debug the program with "eddy dap", which looks at any time.',
      });
    return pythonTasks(session, await this.#options.frameOf(at));
  }

  #cannot({ connection }: ClientSession, why = 'it knows nothing of flows'): Error {
    return fail('refused', `${connection.peer} cannot do this: ${why}.`, {
      hint: 'Debug the program with Eddy’s own server: eddy dap.',
    });
  }
}

/** Page by page. */
async function activity(session: ClientSession, flow: string | undefined): Promise<ActivityAnswer['flows']> {
  const flows: ActivityAnswer['flows'][number][] = [];
  for (;;) {
    const page = await session.request('eddy/activity', {
      flows: flow === undefined ? undefined : [flow],
      start: flows.length,
    });
    flows.push(...page.flows);
    if (page.flows.length === 0 || flows.length >= Math.min(page.totalFlows, flowsAtMost)) return flows;
  }
}

function names(tasks: readonly { readonly name: string }[]): string {
  const first = tasks
    .slice(0, 10)
    .map(one => one.name)
    .join(', ');
  return tasks.length > 10 ? `${first}, and ${tasks.length - 10} more` : first;
}
