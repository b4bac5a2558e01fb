import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Context, runtime } from '../core/index.ts';
import { limits } from '../limits.ts';
import { watchAmbient } from './index.ts';

const rt = runtime();
const clock = new FakeClock();
rt.clock = clock;
watchAmbient(rt);

function inFlow<R>(name: string, fn: () => R): R {
  const flow = rt.startFlow('request', name, { parent: rt.main });
  try {
    return rt.run(new Context(flow), fn);
  } finally {
    rt.endFlow(flow, 'done');
  }
}

function kindsFound(): string[] {
  return rt.findings.list().map(one => one.kind);
}

test('listeners of ended flows on a live signal are a finding once, not before the limit', t => {
  t.after(() => rt.findings.clear());
  const { signal } = new AbortController();
  for (let i = 0; i < 40; i++) inFlow(`request ${i}`, () => signal.addEventListener('abort', () => {}));
  clock.advance(limits.retentionMs - 1);
  deepEqual(kindsFound(), []);
  clock.advance(limits.retentionMs);
  deepEqual(kindsFound(), ['abort-listeners-growing']);
  equal(rt.findings.list()[0]?.sites.added?.file, import.meta.filename);
  for (let i = 0; i < 200; i++) inFlow(`later ${i}`, () => signal.addEventListener('abort', () => {}));
  clock.advance(10 * limits.retentionMs);
  equal(rt.findings.list()[0]?.count, 1);
});

test('listeners that are removed, or of flows that still run, are none', t => {
  t.after(() => rt.findings.clear());
  const { signal } = new AbortController();
  const flows = Array.from({ length: 50 }, (_, i) => rt.startFlow('request', `request ${i}`, { parent: rt.main }));
  const listeners = flows.map(flow =>
    rt.run(new Context(flow), () => {
      const listener = () => {};
      signal.addEventListener('abort', listener);
      return listener;
    }),
  );
  clock.advance(3 * limits.retentionMs);
  for (const listener of listeners) signal.removeEventListener('abort', listener);
  for (const flow of flows) rt.endFlow(flow, 'done');
  clock.advance(3 * limits.retentionMs);
  deepEqual(kindsFound(), []);
});

test('a settled promise, however often it raced, is none; a pending one is', async t => {
  t.after(() => rt.findings.clear());
  let finish = () => {};
  const settled = new Promise<void>(resolve => {
    finish = resolve;
  });
  const pending = new Promise(() => {});
  for (let i = 0; i < 150; i++) await Promise.race([i, settled]);
  finish();
  clock.advance(3 * limits.retentionMs);
  deepEqual(kindsFound(), []);
  for (let i = 0; i < 150; i++) await Promise.race([i, pending]);
  clock.advance(3 * limits.retentionMs);
  deepEqual(kindsFound(), ['race-retention']);
});

test('a reader that was left is a finding, one that was released or whose stream ended is none', async t => {
  t.after(() => rt.findings.clear());
  const open = () => new ReadableStream({ pull: controller => controller.enqueue('chunk') });
  const kept = [open(), open(), open()];
  const leave = async (how: (reader: ReadableStreamDefaultReader) => unknown, stream: ReadableStream | undefined) => {
    const reader = inFlow('request', () => stream?.getReader());
    if (reader !== undefined) await how(reader);
  };
  await leave(reader => reader.cancel(), kept[0]);
  await leave(reader => reader.releaseLock(), kept[1]);
  clock.advance(10 * limits.streamLockedMs);
  deepEqual(kindsFound(), []);
  await leave(() => undefined, kept[2]);
  clock.advance(2 * limits.streamLockedMs);
  deepEqual(kindsFound(), []);
  clock.advance(2 * limits.streamLockedMs);
  deepEqual(kindsFound(), ['stream-left-locked']);
});

test('a reader that others go on with after its flow has ended is none', async t => {
  t.after(() => rt.findings.clear());
  const stream = new ReadableStream({ pull: controller => controller.enqueue(new Error('here').stack) });
  const reader = inFlow('request', () => stream.getReader());
  clock.advance(limits.streamLockedMs);
  await reader.read();
  const { value } = await reader.read();
  equal(value.includes('stream-readers.ts'), false);
  clock.advance(10 * limits.streamLockedMs);
  deepEqual(kindsFound(), []);
  equal(Object.hasOwn(reader, 'read'), false);
});
