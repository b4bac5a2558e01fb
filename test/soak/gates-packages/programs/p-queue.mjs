import PQueue, { TimeoutError } from 'p-queue';
import { say, saySettled } from './say.mjs';

const log = [];
const tick = async turns => {
  for (let at = 0; at < turns; at++) await null;
};
const step = name => async () => {
  log.push(`${name} begins`);
  await tick(3);
  log.push(`${name} ends`);
  return name;
};
const flush = label => say(label, log.splice(0).join(', '));

for (const concurrency of [1, 2, 5, Number.POSITIVE_INFINITY]) {
  const queue = new PQueue({ concurrency });
  for (const event of ['active', 'idle', 'empty', 'add', 'next', 'completed', 'error', 'pendingZero'])
    queue.on(event, value => log.push(`${event}${value === undefined ? '' : ` ${value?.message ?? value}`}`));
  const all = queue.addAll([...'abcdefgh'].map(step), { priority: 1 });
  say('size', queue.size, queue.pending, queue.isPaused, queue.concurrency);
  say('all', await all);
  await queue.onIdle();
  await saySettled('failing', () => queue.add(() => Promise.reject(new RangeError('not today'))));
  await saySettled('throwing', () =>
    queue.add(() => {
      throw new Error('at once');
    }),
  );
  await queue.onIdle();
  flush(`concurrency ${concurrency}`);
}

{
  const queue = new PQueue({ concurrency: 1, autoStart: false });
  const done = [3, 1, 2, 5, 4, 0].map(priority => queue.add(step(`p${priority}`), { priority, id: `id${priority}` }));
  queue.setPriority('id0', 9);
  await saySettled('no such id', () => queue.setPriority('none', 1));
  say('sizes', queue.sizeBy({ priority: 5 }), queue.size, queue.isPaused);
  const below = queue.onSizeLessThan(3).then(() => log.push('less than 3'));
  const empty = queue.onEmpty().then(() => log.push('empty'));
  queue.start();
  await Promise.all([...done, below, empty]);
  flush('priorities');
}

{
  const queue = new PQueue({ concurrency: 2 });
  queue.concurrency = 1;
  await saySettled('concurrency 0', () => {
    queue.concurrency = 0;
  });
  for (const options of [
    { concurrency: 0 },
    { interval: -1 },
    { intervalCap: 0 },
    { concurrency: 'a' },
    { timeout: -1 },
  ])
    await saySettled(JSON.stringify(options), () => typeof new PQueue(options));
  queue.pause();
  const kept = queue.add(step('kept'));
  queue.clear();
  say('cleared', queue.size);
  queue.start();
  await queue.onIdle();
  queue.add(step('after')).then(value => log.push(value));
  await queue.onIdle();
  await tick(2);
  flush('cleared');
  void kept;
}

{
  const queue = new PQueue({ concurrency: 1 });
  const stop = new AbortController();
  const running = queue.add(
    async ({ signal }) => {
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
    { signal: stop.signal },
  );
  const waiting = queue.add(step('never'), { signal: stop.signal });
  await tick(2);
  stop.abort(new Error('stopped by us'));
  for (const one of [running, waiting]) await saySettled('aborted', () => one);
  await saySettled('born aborted', () => queue.add(step('x'), { signal: AbortSignal.abort('gone') }));
  flush('aborts');
}

{
  const queue = new PQueue({ concurrency: 2, timeout: 20 });
  const never = new Promise(() => {});
  const late = queue.add(() => never);
  const own = queue.add(() => never, { timeout: 5 });
  for (const one of [own, late])
    await saySettled('late', async () => {
      try {
        await one;
      } catch (error) {
        return `${error.name}: ${error.message} ${error instanceof TimeoutError}`;
      }
    });
}

for (const carryoverIntervalCount of [false, true]) {
  const queue = new PQueue({ interval: 30, intervalCap: 2, carryoverIntervalCount });
  let limited = 0;
  queue.on('rateLimit', () => limited++);
  const order = [];
  await Promise.all([1, 2, 3, 4, 5].map(one => queue.add(() => order.push(one))));
  await queue.onIdle();
  say('interval', order, limited > 0, queue.isRateLimited, queue.isSaturated);
}

{
  const strict = new PQueue({ interval: 20, intervalCap: 1, strict: true });
  say('strict', await strict.addAll([step('s1'), step('s2'), step('s3')]));
  flush('strict');
}

class Stack {
  #items = [];
  enqueue(run, { name } = {}) {
    this.#items.push({ run, name });
  }
  dequeue() {
    return this.#items.pop()?.run;
  }
  get size() {
    return this.#items.length;
  }
  filter({ name }) {
    return this.#items.filter(one => one.name === name).map(one => one.run);
  }
  remove() {}
  setPriority() {}
}
{
  const queue = new PQueue({ queueClass: Stack, concurrency: 1, autoStart: false });
  const done = ['a', 'b', 'c'].map(name => queue.add(step(name), { name }));
  say('of a name', queue.sizeBy({ name: 'b' }));
  queue.start();
  await Promise.all(done);
  flush('a stack');
}

{
  const queue = new PQueue({ concurrency: 2 });
  const failed = queue.onError().catch(error => log.push(`onError ${error.message}`));
  void queue.add(() => Promise.reject(new Error('first'))).catch(() => {});
  await failed;
  const zero = queue.onPendingZero().then(() => log.push('none pending'));
  void queue.add(step('one'));
  void queue.add(step('two'));
  say('running', queue.runningTasks?.length);
  await zero;
  flush('errors');
}

// Queues in queues, a thousand tasks.
const outer = new PQueue({ concurrency: 7 });
let sum = 0;
for (let at = 0; at < 200; at++)
  void outer.add(async () => {
    const inner = new PQueue({ concurrency: (at % 3) + 1 });
    for (let k = 0; k < 5; k++) void inner.add(async () => (sum += await tick(k).then(() => at * k)));
    await inner.onIdle();
    log.push(at);
  });
await outer.onIdle();
flush(`nested ${sum}`);
