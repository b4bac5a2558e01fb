import { deepEqual, equal } from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Channel } from './channel.ts';

test('a bell that rings while nobody waits is heard at once by who waits next', async () => {
  const channel = new Channel(64);
  const other = new Channel(channel.shared);
  other.ring();
  const late = new Promise(resolve => setTimeout(resolve, 5_000, 'slept').unref());
  const rang = () => Promise.race([channel.bell(60_000).then(() => 'rang'), late]);
  equal(await rang(), 'rang');
  other.ring();
  equal(await rang(), 'rang');
});

test('what does not fit is not written, and a line that wraps round the end is whole', () => {
  const channel = new Channel(16);
  const other = new Channel(channel.shared);
  const text = () => new TextDecoder().decode(other.read());
  equal(channel.tryWrite('0123456789'), true);
  equal(channel.tryWrite('0123456789'), false);
  equal(text(), '0123456789');
  equal(channel.tryWrite('abcdefghij'), true);
  equal(text(), 'abcdefghij');
});

test('what was looked at is there for another until it is taken', () => {
  const channel = new Channel(16);
  const other = new Channel(channel.shared);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  channel.tryWrite('abcdef');
  const { bytes, end } = other.look();
  channel.tryWrite('ghij');
  equal(text(bytes), 'abcdef');
  equal(text(other.look().bytes), 'abcdefghij');
  other.take(end);
  equal(text(channel.read()), 'ghij');
});

test('who is lost may be found, and lines that were let go are counted once', () => {
  const channel = new Channel(16);
  const other = new Channel(channel.shared);
  other.setLost(true);
  equal(channel.lost, true);
  other.setLost(false);
  equal(channel.lost, false);
  other.addLetGo(true);
  other.addLetGo(false);
  deepEqual([channel.takeLetGo(), channel.takeLetGo(), channel.eventsLetGo], [2, 0, 1]);
});

test('an end is over when all is where it belongs, or is known not to come there', () => {
  const outcomes = [true, false].map(left => {
    const channel = new Channel(16);
    new Channel(channel.shared).sayFlushed(left);
    return channel.waitFlushed(60_000);
  });
  deepEqual(outcomes, [true, false]);
  equal(new Channel(16).waitFlushed(1), false);
});

test('who waits does so until all is taken, or the time is up', async () => {
  const channel = new Channel(1024);
  channel.tryWrite('a line\n');
  channel.waitTaken(30);
  equal(channel.look().bytes.length, 7);
  const reader = new Worker(
    `const { workerData } = require('node:worker_threads');
     import(workerData.file).then(({ Channel }) => new Channel(workerData.shared).read());`,
    { eval: true, workerData: { file: new URL('./channel.ts', import.meta.url).href, shared: channel.shared } },
  );
  channel.waitTaken(60_000);
  equal(channel.look().bytes.length, 0);
  await once(reader, 'exit');
});
