import { type Clock, fail } from '../../../base/index.ts';
import type { CdpConnection } from '../../../wire/cdp/index.ts';
import { portsOf } from './listening.ts';
import { isAlive, type ProcessFacts } from './process-facts.ts';

export interface OpenPort {
  readonly port: number;
  readonly clock: Clock;
  readonly withinMs: number;
  /** Then its inspector ends with it. */
  isEnding(): boolean;
}

const lookEveryMs = 10;
/** It could be opened again, as told below. */
const closedLooks = 3;

/**
 * By the program's own `inspector.close()`, which hangs up on us at once: by each way to that module that a Node of the last years
 * has; `require` is there for who evaluates, as in the REPL. Node opens at a signal twice, in the running code and in the next
 * turn of the loop: if that has not come yet, it opens again what we have closed. So it is closed in the next two turns as well.
 */
const closing = `(() => {
  const need = name => globalThis.process?.getBuiltinModule?.(name) ?? require(name);
  const ways = [
    () => need('node:inspector'),
    () => process.mainModule.require('inspector'),
    () => ({ close: process._debugEnd }),
  ];
  for (const way of ways) {
    let close;
    try { ({ close } = way()); } catch { continue; }
    if (typeof close !== 'function') continue;
    try {
      const { setImmediate } = need('node:timers');
      setImmediate(() => { close(); setImmediate(close); });
    } catch {}
    return void close();
  }
  throw new Error('no way to node:inspector');
})()`;

const lookAfterUsMs = 250;

/**
 * Also when we are killed: the program looks whether we are there. It does not once the inspector is closed. A timer that is set in
 * the midst of Node's own code for timers breaks them: it is in a turn of its own.
 */
const guarding = (us: number) => `(() => {
  const need = name => globalThis.process?.getBuiltinModule?.(name) ?? require(name);
  const { setImmediate, setInterval, clearInterval } = need('node:timers');
  const { url, close } = need('node:inspector');
  const { kill } = need('node:process');
  const ours = url();
  setImmediate(() => {
    const timer = setInterval(() => {
      if (url() !== ours) return void clearInterval(timer);
      try {
        kill(${us}, 0);
      } catch (error) {
        if (error?.code === 'ESRCH') close();
      }
    }, ${lookAfterUsMs});
    timer.unref();
  });
})()`;

/** Where it can see us at all. */
export async function closeWhenWeAreGone({ seesUs }: ProcessFacts, connection: CdpConnection): Promise<void> {
  if (!seesUs) return;
  await connection
    .ask('Runtime.evaluate', { expression: guarding(process.pid), includeCommandLineAPI: true, silent: true })
    .catch(() => {});
}

/** Fails where it cannot be seen to be closed. */
export async function closeInspector(facts: ProcessFacts, connection: CdpConnection, at: OpenPort): Promise<void> {
  const { clock, withinMs } = at;
  const until = clock.monotonic() + withinMs;
  const said = connection
    .ask('Runtime.evaluate', { expression: closing, includeCommandLineAPI: true, returnByValue: true }, withinMs)
    .catch(() => {});
  await Promise.race([said, connection.ended]);
  for (let closed = 0; isAlive(facts.pid) && !at.isEnding(); ) {
    const isOpen = (portsOf(facts.pid) ?? []).some(({ port }) => port === at.port);
    closed = isOpen ? 0 : closed + 1;
    if (closed === closedLooks) return;
    if (clock.monotonic() > until)
      throw fail('no-answer', `The inspector of process ${facts.pid} is open still, at port ${at.port}.`, {
        hint: 'The program is too busy to close it. It was told to, and does so when it goes on; until then whoever reaches this machine’s loopback can use it.',
      });
    await new Promise<void>(resolve => clock.after(lookEveryMs, resolve, { holdsProcess: true }));
  }
}
