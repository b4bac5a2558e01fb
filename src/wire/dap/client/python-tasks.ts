import { fail } from '../../../base/index.ts';
import type { FlowFrame, FlowLine } from '../index.ts';
import type { ClientSession } from './client-session.ts';

/** Of a task whose name is like this; `and` the user's own condition, which is asked only in such a task. */
export function pythonTaskCondition(glob: string, and: string | undefined): string {
  // Python takes a string of JSON for one of its own.
  const isIt =
    '(lambda a, n: (lambda l: l is not None and (lambda t: t is not None and n(t.get_name(), ' +
    `${JSON.stringify(glob)}))(a.current_task(l)))(a._get_running_loop()))` +
    "(__import__('asyncio'), __import__('fnmatch').fnmatchcase)";
  return and === undefined ? isIt : `${isIt} and (${and})`;
}

/** What asyncio knows of its tasks, asked for in a stopped frame. Nothing of the program is changed. */
export async function pythonTasks(
  session: ClientSession,
  frameId: number,
): Promise<readonly (FlowLine & { readonly frames: readonly FlowFrame[] })[]> {
  const expression = `(lambda space: (exec(${JSON.stringify(look)}, space), space['said'])[1])({})`;
  // As for the clipboard: in any other context debugpy cuts a long text.
  const { result } = await session.request('evaluate', { expression, frameId, context: 'clipboard' });
  const text = /^'([\w+/=]*)'$/.exec(result)?.[1];
  if (text === undefined) throw fail('bad-message', `debugpy did not list the tasks: ${result.slice(0, 200)}`);
  return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
}

const look = `
import asyncio, base64, json, sys
def frame_of(frame, name, state):
    return {'function': name, 'file': frame.f_code.co_filename, 'line': frame.f_lineno, 'state': state}
def frames_of(task):
    found, at = [], task.get_coro()
    while at is not None and len(found) < 200:
        for kind, awaited in (('cr', 'cr_await'), ('gi', 'gi_yieldfrom'), ('ag', 'ag_await')):
            frame = getattr(at, kind + '_frame', None)
            if frame is not None:
                state = 'running' if getattr(at, kind + '_running', False) else 'waiting'
                found.append(frame_of(frame, getattr(at, '__qualname__', frame.f_code.co_name), state))
                at = getattr(at, awaited, None)
                break
        else:
            break
    return found[::-1]
def running_frames(task):
    found, first, at = [], getattr(task.get_coro(), 'cr_frame', None), sys._getframe()
    while at is not None:
        found.append(at)
        if at is first:
            break
        at = at.f_back
    else:
        return frames_of(task)
    names = []
    for frame in reversed(found):
        # From here on it is the debugger's, and this text.
        if 'pydevd' in frame.f_code.co_filename or frame.f_code.co_filename == '<string>':
            break
        names.append(frame_of(frame, getattr(frame.f_code, 'co_qualname', frame.f_code.co_name), 'running'))
    return names[::-1]
def line_of(task, current):
    frames = running_frames(task) if task is current else frames_of(task)
    waiter = getattr(task, '_fut_waiter', None)
    return {'id': str(id(task)), 'name': task.get_name(), 'kind': 'task', 'state': 'running' if task is current else 'waiting',
            'sessions': [], 'holds': [], 'frames': frames, **({'waitsFor': waiter.get_name()} if isinstance(waiter, asyncio.Task) else {})}
loop = asyncio._get_running_loop()
current = asyncio.current_task(loop) if loop is not None else None
known = getattr(asyncio.tasks, '_all_tasks', None) or getattr(asyncio.tasks, '_scheduled_tasks', ())
tasks = [task for task in (asyncio.all_tasks(loop) if loop is not None else list(known)) if not task.done()]
said = base64.b64encode(json.dumps([line_of(task, current) for task in tasks]).encode()).decode()
`;
