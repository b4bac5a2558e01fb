import { fail } from '../../../base/index.ts';
import type { CdpConnection } from '../../../wire/cdp/index.ts';
import type { ProcessFacts } from './process-facts.ts';

const waitsAtStart = /(?:^|\s)--inspect-(?:brk|wait)(?:=|\s|$)/;

/**
 * Throws where a program waits for its debugger before its first line, and hangs up: nothing is there to see, and Node is not
 * ready for it. One whose heap is written down then dies of it.
 */
export async function mustHaveBegun(
  { pid, words, nodeOptions }: Pick<ProcessFacts, 'pid' | 'words' | 'nodeOptions'>,
  connection: CdpConnection,
): Promise<void> {
  if (!waitsAtStart.test([...words, nodeOptions].join(' '))) return;
  let waits = false;
  connection.on('NodeRuntime.waitingForDebugger', () => {
    waits = true;
  });
  await connection.ask('NodeRuntime.enable', {}).catch(() => {});
  await connection.ask('NodeRuntime.disable', {}).catch(() => {});
  if (!waits) return;
  await connection.close();
  throw fail('refused', `Process ${pid} waits for a debugger before its first line (--inspect-brk, --inspect-wait).`, {
    hint: 'Let it begin first: the debugger that it waits for does so. Or start it by eddy run --wait.',
  });
}
