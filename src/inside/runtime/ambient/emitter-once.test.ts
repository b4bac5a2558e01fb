import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Context, type Flow, runtime } from '../core/index.ts';
import { watchAmbient } from './index.ts';

const rt = runtime();
const clock = new FakeClock();
rt.clock = clock;
watchAmbient(rt);
beforeEach(() => rt.findings.clear());

const start = (name: string, parent: Flow = rt.main) => rt.startFlow('request', name, { parent });
const within = <R>(flow: Flow, fn: () => R) => rt.run(new Context(flow), fn);
const found = () => rt.findings.list().map(one => one.kind);

test('an answer to another that comes before one’s own is a crossing', () => {
  const replies = new EventEmitter();
  const [ann, bob] = [start('ann'), start('bob')];
  const got: string[] = [];
  within(ann, () => replies.once('reply', text => got.push(`ann: ${text}`)));
  within(bob, () => replies.once('reply', text => got.push(`bob: ${text}`)));
  within(ann, () => replies.emit('reply', 'for ann'));
  deepEqual(got, ['ann: for ann', 'bob: for ann']);
  deepEqual(found(), []);
  within(bob, () => replies.emit('reply', 'for bob'));
  deepEqual(found(), ['flow-crossed']);
  deepEqual(
    rt.findings.list()[0]?.flows.map(flow => flow.name),
    ['bob', 'ann'],
  );
  equal(Object.hasOwn(replies, 'emit'), false);
});

test('news from another flow, kin, and the main flow are none', () => {
  const bus = new EventEmitter();
  const [ann, bob] = [start('ann'), start('bob')];
  const child = start('child of bob', bob);
  within(bob, () => bus.once('news', () => {}));
  within(ann, () => bus.emit('news'));
  within(bob, () => bus.emit('other'));
  within(bob, () => bus.once('done', () => {}));
  within(child, () => bus.emit('done'));
  within(bob, () => bus.once('main', () => {}));
  bus.emit('main');
  within(bob, () => bus.emit('main'));
  deepEqual(found(), []);
});

test('a listener run by a flow that had ended before it was registered is a crossing', () => {
  const connection = new EventEmitter();
  const [first, second] = [start('first'), start('second')];
  rt.endFlow(first, 'done');
  clock.advance(5);
  within(second, () => connection.once('row', () => {}));
  within(first, () => connection.emit('row'));
  deepEqual(found(), ['flow-crossed']);
});

test('a watched listener is found, removed and run as its own', () => {
  const emitter = new EventEmitter();
  const flow = start('flow');
  const seen: unknown[] = [];
  function listener(this: unknown, ...args: unknown[]) {
    seen.push(this, ...args, new Error('here').stack?.includes('emitter-once.ts'));
  }
  within(flow, () => {
    emitter.once('a', listener);
    equal(emitter.listeners('a')[0], listener);
    notEqual(emitter.rawListeners('a')[0], listener);
    equal((emitter.rawListeners('a')[0] as unknown as { listener: unknown }).listener, listener);
    equal(emitter.listenerCount('a', listener), 1);
    equal(emitter.off('a', listener).listenerCount('a'), 0);
    emitter.once('a', listener);
    equal(emitter.emit('a', 1, 2), true);
    equal(emitter.emit('a', 3), false);
  });
  deepEqual(seen, [emitter, 1, 2, false]);
});
