import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { say, textOf } from './say.mjs';

// What time it is, and what comes by chance, is the same in each run.
const fixedMs = Date.UTC(2030, 0, 2, 3, 4, 5);
Math.random = () => 0.5;
performance.now = () => 0;
Date.now = () => fixedMs;
globalThis.File = class extends File {
  constructor(parts, name, options) {
    super(parts, name, { lastModified: fixedMs, ...options });
  }
};
globalThis.Date = new Proxy(Date, {
  construct: (target, words, made) => Reflect.construct(target, words.length === 0 ? [fixedMs] : words, made),
});

// What tests written for vitest call. Nothing is judged: all that they look at is written down, to be compared.
const tests = [];
const around = { beforeEach: [], afterEach: [] };
/** Outer ones run when their file has been loaded. */
const groups = [];
const titles = [];
const seen = [];

export function describe(title, run) {
  if (titles.length === 0) groups.push(() => inGroup(title, run));
  else inGroup(title, run);
}

function inGroup(title, run) {
  titles.push(title);
  try {
    run();
  } finally {
    titles.pop();
  }
}

export function test(title, ...rest) {
  const run = rest.find(one => typeof one === 'function');
  if (run !== undefined) tests.push({ title: [...titles, title].join(' > '), run, around: { ...around } });
}
test.each = rows => (title, run) => {
  for (const [at, row] of rows.entries()) test(`${title} ${at}`, () => run(...[row].flat()));
};
test.skip = test.todo = describe.skip = () => {};
test.skipIf = () => test;
describe.each = rows => (title, run) => {
  for (const [at, row] of rows.entries()) describe(`${title} ${at}`, () => run(...[row].flat()));
};
export const it = test;
export const beforeEach = run => around.beforeEach.push(run);
export const afterEach = run => around.afterEach.push(run);
export const beforeAll = run => run();
export const afterAll = () => {};

const shown = value => (typeof value === 'string' ? inspect(textOf(value)) : textOf(value));
const note = text => seen.push(text);

export function expect(value) {
  note(typeof value === 'function' ? `function ${value.name}` : shown(value));
  return checks(value);
}
expect.any = expect.objectContaining = expect.arrayContaining = expect.stringContaining = what => what;
expect.assertions = () => {};
expect.unreachable = expect.fail = () => note('unreachable');

function checks(value) {
  return new Proxy(() => {}, {
    get(_target, name) {
      if (name === 'then') return undefined;
      if (name === 'not') return checks(value);
      if (name === 'resolves' || name === 'rejects') return settled(value);
      return /^toThrow/.test(String(name)) ? () => noteThrown(value) : checks(value);
    },
    apply: () => checks(value),
  });
}

function noteThrown(run) {
  if (typeof run !== 'function') return;
  try {
    note(`returns ${shown(run())}`);
  } catch (error) {
    note(`throws ${shown(error)}`);
  }
}

function settled(value) {
  const whole = Promise.resolve(typeof value === 'function' ? value() : value).then(
    result => note(`resolves to ${shown(result)}`),
    error => note(`rejects with ${shown(error)}`),
  );
  return new Proxy({}, { get: (_target, name) => (name === 'not' ? settled(whole) : () => whole) });
}

export const expectTypeOf = () => checks(undefined);
export const assertType = () => {};

const spies = [];
export const vi = {
  fn(run = () => undefined) {
    let now = run;
    const spy = function (...words) {
      note(`called with ${shown(words)}`);
      return now.apply(this, words);
    };
    spy.mockImplementation = other => {
      now = other;
      return spy;
    };
    spy.mockReturnValue = value => spy.mockImplementation(() => value);
    spy.mockClear = () => spy;
    spy.mockRestore = () => spy.mockImplementation(run);
    return spy;
  },
  spyOn(holder, name) {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    const spy = vi.fn(holder[name]);
    const restore = () => (own === undefined ? delete holder[name] : Object.defineProperty(holder, name, own));
    Object.defineProperty(holder, name, { value: spy, writable: true, configurable: true, enumerable: true });
    spies.push(restore);
    return Object.assign(spy, { mockRestore: restore });
  },
  restoreAllMocks() {
    for (const restore of spies.splice(0)) restore();
  },
  resetModules() {},
};

/** One after the other, in the order of the files. */
export async function runTests(file) {
  let noted = 0;
  const all = createHash('sha256');
  for (const open of groups.splice(0)) open();
  for (const { title, run, around } of tests.splice(0)) {
    for (const one of around.beforeEach) await one();
    try {
      await run({ expect });
    } catch (error) {
      note(`ends with ${shown(error)}`);
    }
    for (const one of around.afterEach) await one();
    vi.restoreAllMocks();
    const text = seen.splice(0).join('\n');
    noted += text.split('\n').length;
    const hash = createHash('sha256').update(text).digest('base64url');
    all.update(hash);
    if (process.env.RECORD_ALL !== undefined) say(title, text);
    else say(title, text.length, hash.slice(0, 12));
  }
  around.beforeEach = [];
  around.afterEach = [];
  say(file, noted, all.digest('base64url'));
}
