import { fail } from '../../../base/index.ts';
import { dialCdp } from '../../../wire/cdp/index.ts';
import { mustHaveBegun } from './begun.ts';
import { endpointAt } from './endpoint.ts';
import type { OpenInspector } from './how.ts';
import { isConnectedTo, portsAt } from './listening.ts';
import { letEnd, type OpenedInspector } from './open.ts';
import { mustHaveProc, readProcess } from './process-facts.ts';

/** Of a program that listens there, which is on this machine; it stays open. */
export async function openInspectorAt(host: string, port: number, how: OpenInspector): Promise<OpenedInspector> {
  const { clock, withinMs } = how;
  const place = await endpointAt({ host, port }, clock, withinMs);
  if (place === undefined) throw fail('refused', `What listens at ${host}:${port} is no inspector of Node.`);
  const connection = await dialCdp(place, { clock, withinMs });
  const isEnding = letEnd(connection);
  try {
    const { result } = await connection.ask('Runtime.evaluate', { expression: 'process.pid', returnByValue: true });
    const pid = Number((result as { value?: unknown }).value);
    if (Number.isNaN(pid))
      throw fail('refused', `What listens at ${host}:${port} does not say which process it is.`, {
        hint: 'If it waits for a debugger before its first line (--inspect-brk, --inspect-wait), let it begin first.',
      });
    if (!isConnectedTo(pid, port, connection.localPort)) throw notHere(pid, host, port);
    const facts = readProcess(pid);
    how.mayBe?.(facts);
    await mustHaveBegun(facts, connection);
    return { facts, connection, port, wasOpen: true, isEnding, close: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Throws where another user listens. It is looked at before anybody dials: the program says on its standard error that somebody did. */
export function mustBeOurs(host: string, port: number): void {
  mustHaveProc();
  const another = portsAt(host, port).find(({ user }) => user !== process.geteuid?.());
  if (another === undefined) return;
  throw fail('refused', `What listens at ${host}:${port} is another user's (uid ${another.user}).`, {
    hint: 'Run eddy as that user; where several listen at that port, name the address.',
  });
}

function notHere(pid: number, host: string, port: number): Error {
  return fail('refused', `The program at ${host}:${port} calls itself process ${pid}, which is not to be found here.`, {
    hint: 'It is on another machine, in a container, or another user’s: run eddy there, and name it by its process id.',
  });
}
