import { fail, isEddyError } from '../../base/index.ts';
import type { Exchange, Handlers } from '../../wire/dap/index.ts';
import type { EditorDesk } from './desk.ts';
import type { Outbox } from './outbox.ts';
import { pause } from './pause.ts';
import type { Stop } from './stop.ts';

export interface Go {
  desk(): EditorDesk;
  readonly outbox: Outbox;
}

/** Requests that let threads go on, or have them stand. */
export function goHandlers({ desk, outbox }: Go): Handlers {
  const step = async (threadId: number, word: 'over' | 'into' | 'out', exchange: Exchange) => {
    outbox.holdBack(exchange);
    await go(desk(), standing(desk(), threadId), word);
    return undefined;
  };
  return {
    async threads() {
      const { threads, watch, link } = desk();
      const nameless = threads.all.filter(one => one.kind === 'flow' && one.name === undefined);
      if (nameless.length > 0) {
        const { holds } = await link.hub.ask('holds', { targets: [...new Set(nameless.map(({ target }) => target))] });
        for (const { flow, flowName, target } of holds) {
          if (threads.flow(flow) !== undefined) threads.addFlow(flow, target, flowName);
        }
      }
      // Who else is bound is told by events: nobody waits for a busy program.
      void watch.look().then(() => watch.soon());
      return { threads: threads.all.map(one => ({ id: one.id, name: threads.nameOf(one) })) };
    },
    async continue({ threadId }, exchange) {
      outbox.holdBack(exchange);
      if (desk().stops.ofThread(threadId) === undefined && desk().pauses.has(threadId)) {
        await desk().pauses.takeBack(threadId);
        return { allThreadsContinued: false };
      }
      const stop = standing(desk(), threadId);
      await go(desk(), stop);
      return { allThreadsContinued: stop.kind === 'stop' && desk().threads.targets.length <= 1 };
    },
    next: ({ threadId }, exchange) => step(threadId, 'over', exchange),
    stepIn: ({ threadId }, exchange) => step(threadId, 'into', exchange),
    stepOut: ({ threadId }, exchange) => step(threadId, 'out', exchange),
    async pause({ threadId }) {
      const thread = desk().threads.thread(threadId);
      if (thread === undefined) throw fail('unknown-id', `There is no thread ${threadId}.`);
      const { stops, pauses } = desk();
      if (stops.ofThread(threadId) === undefined && !pauses.has(threadId)) await pause(desk(), thread);
      return undefined;
    },
  };
}

function standing({ stops }: EditorDesk, threadId: number): Stop {
  const stop = stops.ofThread(threadId);
  if (stop !== undefined) return stop;
  throw fail('refused', `Thread ${threadId} does not stand still.`, { data: { short: 'notStopped', showUser: false } });
}

async function go(desk: EditorDesk, stop: Stop, step?: 'over' | 'into' | 'out'): Promise<void> {
  try {
    const conflicts = await desk.resume(stop, step);
    if (conflicts.length === 0) return;
    throw fail(
      'refused',
      `The program changed ${conflicts.join(', ')} after you did: what you set was not written, and the flow still stands.`,
      { hint: 'Look at it again, or set it anew.' },
    );
  } catch (error) {
    // It went on by itself meanwhile: that is what was wanted.
    if (!isEddyError(error, 'unknown-id')) throw error;
  }
}
