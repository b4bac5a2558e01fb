import { systemClock } from '../base/index.ts';
import { attachNode } from './attach-node.ts';
import { attachPython } from './attach-python.ts';
import type { AttachedProgram, AttachRequest } from './attach-request.ts';
import { inspectorAt, listenerOf, mustBeOurs, readProcess } from './engine/inspector/index.ts';

const askWithinMs = 2_000;

export type { AttachedProgram, AttachRequest };

/** Which language it is, the process or the port itself tells. */
export async function attachTo(request: AttachRequest): Promise<AttachedProgram> {
  const { to, clock = systemClock } = request;
  if ('pid' in to) return isPython(to.pid) ? attachPython(request) : attachNode(request);
  if (process.platform === 'linux') {
    mustBeOurs(to.host, to.port);
    // Asked by HTTP, debugpy's adapter takes it for a client, and stays for ever when its program has ended.
    const pid = listenerOf(to.host, to.port);
    if (pid !== undefined && isPython(pid)) return attachPython(request);
  }
  return (await inspectorAt(to, clock, askWithinMs)) ? attachNode(request) : attachPython(request);
}

function isPython(pid: number): boolean {
  // Where there is no /proc, debugpy is all that there is.
  return process.platform !== 'linux' || readProcess(pid).kind === 'python';
}
