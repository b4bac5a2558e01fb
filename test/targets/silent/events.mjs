import { EventEmitter, getEventListeners, on, once } from 'node:events';
import { scheduler, setInterval as si, setImmediate as sm, setTimeout as st } from 'node:timers/promises';

const e = new EventEmitter();
setTimeout(() => {
  for (let i = 0; i < 5; i++) e.emit('x', i);
  e.emit('end');
}, 5);
const ac = new AbortController();
e.once('end', () => ac.abort());
try {
  for await (const [v] of on(e, 'x', { signal: ac.signal })) console.log(v);
} catch (x) {
  console.log(x.name);
}
e.emit.name;
setTimeout(() => e.emit('y', 1, 2), 2);
console.log(await once(e, 'y'));
setTimeout(() => e.emit('error', new Error('ee')), 2);
try {
  await once(e, 'z');
} catch (x) {
  console.log(x.message);
}
const a2 = new AbortController();
const p = st(1000, 'v', { signal: a2.signal });
a2.abort();
try {
  await p;
} catch (x) {
  console.log(x.name, x.code);
}
let k = 0;
for await (const v of si(2, 'tick')) {
  if (++k > 3) break;
  console.log(v);
}
console.log(await sm('im'));
await scheduler.wait(2);
await scheduler.yield();
const et = new EventTarget();
setTimeout(() => et.dispatchEvent(new Event('foo')), 2);
const [ev] = await once(et, 'foo');
console.log(ev.type);
const s = new AbortController().signal;
for (let i = 0; i < 15; i++) s.addEventListener('abort', () => {});
console.log(getEventListeners(s, 'abort').length);
e.setMaxListeners(1);
e.on('m', () => {});
e.on('m', () => {});
await sm();
console.log(
  e.rawListeners('m').length,
  EventEmitter.prototype.once.name,
  EventEmitter.prototype.once.toString().length > 0,
  Object.keys(EventEmitter.prototype).join(),
);
class Sub extends EventEmitter {
  emit(...a) {
    console.log('emit', a[0]);
    return super.emit(...a);
  }
  once(...a) {
    console.log('once');
    return super.once(...a);
  }
}
const q = new Sub();
q.once('a', function () {
  console.log(this === q, this.listenerCount('a'));
});
q.emit('a');
q.prependOnceListener('b', () => {});
console.log(
  q.listeners('b').map(f => f.toString()),
  q.rawListeners('b').map(f => f.name),
);
const cr = new EventEmitter({ captureRejections: true });
cr.on('x', async () => {
  throw new Error('cr');
});
cr.on('error', x => console.log('captured', x.message));
cr.emit('x');
await sm();
