import { deepEqual, equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, test } from 'node:test';

const here = new URL('../../src/inside/runtime/ambient/', import.meta.url);
const preload = `
import { runtime } from '${new URL('../core/index.ts', here)}';
import { watchAmbient } from '${new URL('index.ts', here)}';
watchAmbient(runtime());
watchAmbient(runtime());`;
const watched = ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program as it is, and watched, and wants the same of both to the byte. */
async function runsTheSame(program: string, flags: readonly string[] = []): Promise<Ran> {
  const file = `data:text/javascript,${encodeURIComponent(program)}`;
  const options = [...flags, '--no-warnings=ExperimentalWarning', '--input-type=module', '--eval'];
  const entry = `await import(${JSON.stringify(file)})`;
  const [bare, ours] = await Promise.all([run([...options, entry]), run([...watched, ...options, entry])]);
  deepEqual(ours, bare);
  return ours;
}

function run(args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child
      .on('error', reject)
      .on('close', status => resolve({ status, stdout, stderr: stderr.replaceAll(/:\d+\) /g, ') ') }));
  });
}

test('what was replaced looks as it did', async () => {
  const ran = await runsTheSame(`
    import { EventEmitter } from 'node:events';
    const of = (owner, key) => {
      const found = Object.getOwnPropertyDescriptor(owner, key);
      const { value, ...flags } = found;
      console.log(key, JSON.stringify(flags), value.name, value.length, Object.getPrototypeOf(value) === Function.prototype);
    };
    of(EventTarget.prototype, 'addEventListener');
    of(AbortSignal, 'any');
    of(AbortController.prototype, 'abort');
    of(Promise, 'race');
    of(Promise, 'any');
    of(ReadableStream.prototype, 'getReader');
    of(globalThis, 'fetch');
    of(EventEmitter.prototype, 'once');
    of(EventEmitter.prototype, 'prependOnceListener');
    for (const owner of [AbortSignal, AbortSignal.prototype, EventTarget.prototype, Promise, EventEmitter.prototype, ReadableStream.prototype])
      console.log(Reflect.ownKeys(owner).map(String).join(' '));
    const names = [];
    for (const key in new AbortController().signal) names.push(key);
    console.log(names.join(' '), process.emit === EventEmitter.prototype.emit, Object.keys(process).includes('emit'));
    console.log(process.eventNames().map(String).sort().join(' '));
  `);
  equal(ran.status, 0);
});

test('what is thrown, returned and dispatched stays the same', async () => {
  const ran = await runsTheSame(`
    import { EventEmitter, getEventListeners } from 'node:events';
    const tried = async (what, fn) => {
      try {
        console.log(what, await fn());
      } catch (error) {
        console.log(what, error?.name, error?.code, error?.message, error instanceof TypeError);
      }
    };
    const { signal } = new AbortController();
    await tried('add nothing', () => signal.addEventListener());
    await tried('add on nothing', () => EventTarget.prototype.addEventListener.call({}, 'abort', () => {}));
    await tried('add null', () => signal.addEventListener('abort', null));
    await tried('any of a number', () => AbortSignal.any(1));
    await tried('any of none', () => AbortSignal.any([]).aborted);
    await tried('abort nobody', () => AbortController.prototype.abort.call({}));
    await tried('new abort', () => new AbortController.prototype.abort());
    await tried('new fetch', () => new fetch('x'));
    await tried('new once', () => new EventEmitter.prototype.once());
    console.log(typeof fetch.prototype, typeof EventEmitter.prototype.once.prototype, typeof Promise.race.prototype);
    await tried('race nothing', () => Promise.race());
    await tried('race on undefined', () => Promise.race.call(undefined, []));
    await tried('race', () => Promise.race([1, Promise.reject(2)]));
    await tried('any', () => Promise.any([Promise.reject(1)]));
    class Mine extends Promise {}
    console.log(Mine.race([1]) instanceof Mine, Mine.any([1]) instanceof Mine);
    const stream = new ReadableStream();
    const reader = stream.getReader();
    await tried('second reader', () => stream.getReader());
    await tried('byob', () => new ReadableStream().getReader({ mode: 'byob' }));
    await tried('bad url', () => fetch('nonsense'));
    await tried('no url', () => fetch());
    console.log(fetch('data:,x') instanceof Promise, reader.constructor.name);
    const listened = () => {};
    for (let i = 0; i < 9; i++) signal.addEventListener('abort', i < 5 ? listened : () => {}, { once: i % 2 === 0 });
    console.log(getEventListeners(signal, 'abort').length, getEventListeners(signal, 'abort')[0] === listened);
    const emitter = new EventEmitter();
    const stack = await new Promise(resolve => {
      const controller = new AbortController();
      controller.signal.addEventListener('abort', () => resolve(new Error('in a listener').stack));
      controller.abort();
    });
    console.log(stack);
    const one = x => console.log('one', x);
    console.log(emitter.once('a', one) === emitter, emitter.listeners('a')[0] === one, emitter.rawListeners('a')[0] !== one);
    console.log(emitter.off('a', one).listenerCount('a'));
    process.emit = Object.assign(function () { return Reflect.apply(EventEmitter.prototype.emit, this, arguments); }, { mine: true });
    console.log(process.emit.mine, Object.keys(process).includes('emit'), process.emit('something'));
    async function fails() { await null; throw new Error('deep'); }
    async function races() { await Promise.any([fails()]); }
    await races().catch(error => console.log(error.errors[0].stack));
  `);
  equal(ran.stderr, '');
  equal(ran.status, 0);
});

const handlers = {
  'no handler': '',
  'a handler of its own': `process.on('unhandledRejection', (reason, promise) => console.log('own', reason, promise));`,
  'an uncaughtException handler': `process.on('uncaughtException', (error, origin) => console.log('own', error.message, origin));`,
};
const reasons = {
  'an error': `Promise.reject(new Error('left'));`,
  'no error': `Promise.reject('text');`,
  'an abort': `
    const controller = new AbortController();
    import('node:timers/promises').then(({ setTimeout }) => {
      setTimeout(1000, undefined, { signal: controller.signal });
      controller.abort();
    });`,
  'handled late': `
    const late = Promise.reject(new Error('late'));
    process.on('rejectionHandled', () => console.log('handled'));
    setTimeout(() => late.catch(error => console.log('caught', error.message)), 20);`,
};

const cases = [
  ...(Object.keys(reasons) as (keyof typeof reasons)[]).map(reason => ['throw', 'no handler', reason] as const),
  ...(['throw', 'strict'] as const).flatMap(mode => [
    [mode, 'a handler of its own', 'an error'] as const,
    [mode, 'an uncaughtException handler', 'an error'] as const,
  ]),
  ...['warn', 'none', 'strict', 'warn-with-error-code'].map(mode => [mode, 'no handler', 'an error'] as const),
];

describe('a rejection ends the program as it would, with the same words', { concurrency: 2 }, () => {
  for (const [mode, handler, reason] of cases)
    test(`${mode}, ${handler}, ${reason}`, async () => {
      const program = `${handlers[handler]}\n${reasons[reason]}\nsetTimeout(() => console.log('end'), 40);`;
      await runsTheSame(program, [`--unhandled-rejections=${mode}`]);
    });
});

const telling = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`${preload}
process.on('exit', () => {
  runtime().findings.lookAtDue(true);
  const tell = one => [one.kind, one.message, Object.entries(one.sites).map(([role, site]) => role + ':' + site.line)];
  console.log(JSON.stringify(runtime().findings.list().map(tell)));
});`)}`,
];

async function findingsOf(program: string, flags: readonly string[] = []): Promise<unknown> {
  const file = `data:text/javascript,${encodeURIComponent(program)}`;
  const ran = await run([
    ...flags,
    ...telling,
    '--input-type=module',
    '--eval',
    `await import(${JSON.stringify(file)})`,
  ]);
  return JSON.parse(ran.stdout.trimEnd().split('\n').at(-1) ?? '');
}

const nobody = 'Nobody handles a rejection in flow main program: ';

describe('what is told of a rejection', { concurrency: 2 }, () => {
  for (const mode of ['throw', 'strict', 'none'])
    test(`where its error was made, ${mode}`, async () => {
      const found = await findingsOf(`\nPromise.reject(new TypeError('left'));`, [`--unhandled-rejections=${mode}`]);
      deepEqual(found, [['rejection-unhandled', `${nobody}TypeError: left.`, ['rejected:2']]]);
    });

  test('the abort that it came of, made by Node or given', async () => {
    const found = await findingsOf(`
      import { setTimeout as sleep } from 'node:timers/promises';
      process.on('unhandledRejection', () => {});
      const [one, two] = [new AbortController(), new AbortController()];
      sleep(1000, undefined, { signal: one.signal });
      one.abort();
      new Promise((_, reject) => two.signal.addEventListener('abort', () => reject(two.signal.reason)));
      two.abort(new Error('enough'));
    `);
    deepEqual(found, [
      ['rejection-unhandled', `${nobody}Error: enough. It came of an abort.`, ['cancelled:8']],
      ['rejection-unhandled', `${nobody}AbortError: The operation was aborted. It came of an abort.`, ['cancelled:6']],
    ]);
  });

  test('nothing when it is handled late, or has no stack to read', async () => {
    const found = await findingsOf(`
      process.on('unhandledRejection', () => {});
      const late = Promise.reject(new Error('late'));
      setTimeout(() => late.catch(() => {}), 5);
      setTimeout(() => Promise.reject(new Proxy({}, { get() { throw new Error('a trap ran'); } })), 10);
      setTimeout(() => {}, 30);
    `);
    deepEqual(found, [['rejection-unhandled', `${nobody}an object.`, []]]);
  });
});
