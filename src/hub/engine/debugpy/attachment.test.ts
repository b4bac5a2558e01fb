import { match } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { DapConnection, memoryPair } from '../../../wire/dap/index.ts';
import { Attachment } from './attachment.ts';

const never = () => new Promise<never>(() => {});

/** An adapter that comes so far, and says nothing from then on. Gives the words with which it is given up. */
async function givenUp(answersInitialize: boolean, listens: boolean, withinMs: number): Promise<string> {
  const clock = new FakeClock();
  const [here, there] = memoryPair();
  const adapter = new DapConnection(there, { clock });
  adapter.handle({
    initialize: () => (answersInitialize ? {} : never()),
    attach() {
      if (listens) adapter.sendEvent('debugpyWaitingForServer' as never, { host: '127.0.0.1', port: 1 } as never);
      return never();
    },
  });
  const attachment = new Attachment(here, clock);
  let words: string | undefined;
  const opened = attachment.open({ token: 'x', connect: async () => {} }).catch(error => {
    words = (error as Error).message;
  });
  for (let ms = 0; words === undefined && ms <= withinMs; ms += 1000) await clock.advanceAsync(1000);
  await opened;
  const closed = attachment.close();
  await clock.advanceAsync(1000);
  await closed;
  await adapter.close();
  return String(words);
}

test('an adapter that answers nothing', { timeout: 10_000 }, async () => {
  match(await givenUp(false, false, 11_000), /did not answer "initialize" within 10000 ms\..*set the probe again/);
});

test('an adapter that never listens for the program', { timeout: 10_000 }, async () => {
  match(await givenUp(true, false, 11_000), /nothing of "debugpyWaitingForServer" within 10 s\..*set the probe again/);
});

test('a program that never comes to its adapter', { timeout: 10_000 }, async () => {
  match(await givenUp(true, true, 31_000), /nothing of "initialized" within 30 s\..*may not dial out.*set the probe/i);
});
