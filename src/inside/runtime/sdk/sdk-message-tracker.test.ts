import { deepEqual, equal, ok } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { SdkMessageTracker } from './sdk-message-tracker.ts';

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
  runtime().clock = clock;
});

test('the latest message, its type and how many', () => {
  const tracker = new SdkMessageTracker('chat');
  deepEqual(
    [tracker.latestMessage, tracker.messageType, tracker.messageCount, tracker.startTime],
    ['', '', 0, undefined],
  );
  tracker.updateMessage({ type: 'text', text: 'one\n\u001b[31mtwo' });
  deepEqual([tracker.latestMessage, tracker.messageType, tracker.messageCount], ['one [31mtwo', 'text', 1]);
  equal(tracker.startTime, clock.now());
  tracker.updateMessage({ type: 'ping' });
  deepEqual([tracker.latestMessage, tracker.messageType, tracker.messageCount], ['one [31mtwo', 'ping', 2]);
  tracker.updateMessage('plain', 'note');
  deepEqual([tracker.latestMessage, tracker.messageType], ['plain', 'note']);
});

test('a line now and then, until it is stopped', async () => {
  const tracker = new SdkMessageTracker('chat');
  const lines: string[] = [];
  tracker.startPeriodicDisplay({ everyMs: 1_000, write: line => lines.push(line) });
  tracker.startPeriodicDisplay({ everyMs: 1, write: () => lines.push('a second display') });
  await clock.advanceAsync(1_000);
  tracker.updateMessage({ type: 'text', text: 'hello' });
  await clock.advanceAsync(1_000);
  equal(await tracker.stopPeriodicDisplay(), true);
  await clock.advanceAsync(5_000);
  deepEqual(lines, [
    '[chat] 0 messages in 1.0 s, none yet',
    '[chat] 1 message in 2.0 s, latest 1.0 s ago, text: hello',
  ]);
  equal(clock.pending, 0);
  equal(tracker.displaying, false);
});

test('signalStop starts no line after it; the stop waits for the one that is being written, and not for ever', async () => {
  const tracker = new SdkMessageTracker();
  const write = Promise.withResolvers<void>();
  let lines = 0;
  tracker.startPeriodicDisplay({
    everyMs: 10,
    write: () => {
      lines++;
      return write.promise;
    },
  });
  await clock.advanceAsync(50);
  equal(lines, 1);
  tracker.signalStop();
  const late = tracker.stopPeriodicDisplay(100);
  await clock.advanceAsync(100);
  equal(await late, false);
  const inTime = tracker.stopPeriodicDisplay(100);
  write.resolve();
  equal(await inTime, true);
  equal(clock.pending, 0);
});

test('a write that throws ends the display and nothing else', async () => {
  const tracker = new SdkMessageTracker();
  const error = new Error('no terminal');
  tracker.startPeriodicDisplay({
    everyMs: 10,
    write: () => {
      throw error;
    },
  });
  await clock.advanceAsync(20);
  ok(!tracker.displaying);
  equal(tracker.displayError, error);
});
