import { fail, Owner, systemClock } from '../base/index.ts';
import { controlVersion, type EddyEvent, type Finding, type TargetInfo } from '../wire/protocol/index.ts';
import { mustReachDebugpy } from './attach-reach.ts';
import type { AttachedProgram, AttachRequest } from './attach-request.ts';
import { agentCode, attachByPid, attachByPort } from './engine/debugpy/index.ts';
import { readProcess } from './engine/inspector/index.ts';
import { openEmbedded } from './host.ts';

const targetWithinMs = 10_000;

/** A hub of its own for a Python program that runs already. */
export async function attachPython(request: AttachRequest): Promise<AttachedProgram> {
  const { to, words, cwd, options, clock = systemClock } = request;
  const owner = new Owner();
  const { observeOnly, probing, name } = options;
  const card = {
    version: controlVersion,
    pid: process.pid,
    words: [words],
    cwd,
    started: clock.now(),
    ...(name === undefined ? {} : { name }),
  };
  const came = Promise.withResolvers<TargetInfo>();
  const gone = Promise.withResolvers<string>();
  let pid = 0;
  try {
    const listener = {
      onEvent: ({ kind, data, target }: EddyEvent) => {
        if (data.pid !== pid) return;
        if (kind === 'target-started') came.resolve({ ...data, id: target } as unknown as TargetInfo);
        if (kind === 'target-ended') gone.resolve('the program has ended');
      },
      onSessionEvent: (event: EddyEvent) => request.onSessionEvent(event),
      onFinding: (finding: Finding) => request.onFinding(finding),
      onTrouble: () => {},
    };
    const host = await openEmbedded({ card, clock, observeOnly, probing, listener }, owner);
    if ('pid' in to && process.platform === 'linux')
      mustReachDebugpy(readProcess(to.pid), { program: request.program, socket: host.address.socket });
    const joined = await ('pid' in to ? attachByPid(to.pid, clock) : attachByPort(to.host, to.port, clock));
    pid = joined.pid;
    owner.own(() => joined.attachment.close());
    host.debugpy?.adopt(joined.pid, joined.attachment, joined.whose);
    void joined.attachment.ended.then(why => gone.resolve(why));
    await joined.attachment.run(agentCode(host.address));
    const timer = clock.after(targetWithinMs, () => came.reject(silent(joined.pid)));
    const target = await came.promise.finally(() => timer.cancel());
    const detach = async () => {
      await host.debugpy?.release(target.id);
      await owner.close();
      return [];
    };
    return { target, ended: gone.promise, detach };
  } catch (error) {
    await owner.close().catch(() => {});
    throw error;
  }
}

function silent(pid: number): Error {
  return fail('no-answer', `Process ${pid} let debugpy in, and Eddy's agent did not report from it.`, {
    hint: 'It may be too busy; it needs Python 3.9 or later, and must be able to read the folder that Eddy is in.',
  });
}
