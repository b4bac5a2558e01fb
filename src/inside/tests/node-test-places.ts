import { types } from 'node:util';

/** What node:test has from V8 itself, and we put right. */
export interface Original {
  /** Where a column of what runs is in the file as it was loaded; both from 1. The same where nothing was put into that. */
  columnOf(file: string, line: number, column: number): number;
  /** Whether a line of a stack's text is a frame of ours. */
  isOwn(line: string): boolean;
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type Options = { loc?: unknown } | null | undefined;
type Place = { line?: unknown; column?: unknown; file?: unknown } | null | undefined;

interface Made {
  readonly loc?: Place;
  readonly parent?: Made | null;
  readonly parentTest?: Made;
  readonly subtests?: readonly Made[];
  readonly hooks?: object;
  readonly config?: { readonly sourceMaps?: boolean };
}

/**
 * node:test says of each test and hook where it was asked for, and knows one by that from run to run: by V8’s own position in the
 * text that runs. From the first test that is seen on they are told where that is without gates; those made before are put right.
 * Node 22 gives tests that are pending at the end an error whose stack has its own frames alone, and the one of ours.
 */
export class NodeTestPlaces {
  readonly #original: Original;
  #isOn = false;

  constructor(original: Original) {
    this.#original = original;
  }

  /** Of any resource; it is looked at until one is a test. */
  see(resource: object): void {
    if (this.#isOn) return;
    const prototype = prototypeOfTests(resource);
    if (prototype === undefined) return;
    this.#isOn = true;
    // With a sixth it is one of a run before, whose place is right.
    this.#wrap(prototype, 'createSubtest', args => args.length === 5 && this.#renew(args[4] as Options));
    this.#wrap(prototype, 'createHook', args => this.#renew(args[2] as Options));
    this.#wrap(prototype, 'fail', ([error]) => this.#clean(error));
    let root = resource as Made;
    for (let up = root; up !== undefined && up !== null; up = (up.parentTest ?? up.parent)!) root = up;
    // With maps on, Node has led them to the source already.
    if (root.config?.sourceMaps !== true) this.#putRight(root);
  }

  /** `see` is shown first what it is given. */
  #wrap(prototype: object, name: string, see: (args: unknown[]) => unknown): void {
    const found = Object.getOwnPropertyDescriptor(prototype, name);
    if (typeof found?.value !== 'function') return;
    const original = found.value as AnyFunction;
    const value: AnyFunction = function (...args) {
      see(args);
      return Reflect.apply(original, this, args);
    };
    for (const key of ['name', 'length'])
      Object.defineProperty(value, key, Object.getOwnPropertyDescriptor(original, key) ?? {});
    Object.defineProperty(prototype, name, { ...found, value });
  }

  #renew(options: Options): void {
    const loc = options?.loc;
    if (!Array.isArray(loc)) return;
    const [line, column, file] = loc as unknown[];
    if (typeof line === 'number' && typeof column === 'number' && typeof file === 'string')
      options!.loc = [line, this.#original.columnOf(file, line, column), file];
  }

  #clean(error: unknown): void {
    if (!types.isNativeError(error) || (error as { code?: unknown }).code !== 'ERR_TEST_FAILURE') return;
    const lines = String(error.stack).split('\n');
    const theirs = lines.filter(line => !this.#original.isOwn(line));
    if (theirs.length < lines.length) error.stack = theirs.join('\n');
  }

  #putRight(one: Made): void {
    const { loc } = one;
    if (typeof loc?.line === 'number' && typeof loc.column === 'number' && typeof loc.file === 'string')
      loc.column = this.#original.columnOf(loc.file, loc.line, loc.column);
    for (const hooks of Object.values(one.hooks ?? {}))
      if (Array.isArray(hooks)) for (const hook of hooks) this.#putRight(hook as Made);
    for (const test of one.subtests ?? []) this.#putRight(test);
  }
}

/** What has `createSubtest` for its own, above a resource of node:test. Nothing of the program’s is run. */
function prototypeOfTests(resource: object): object | undefined {
  let at: unknown = Object.getPrototypeOf(resource);
  for (let step = 0; step < 4 && typeof at === 'object' && at !== null && !types.isProxy(at); step++) {
    if (Object.hasOwn(at, 'createSubtest') && Object.hasOwn(at, 'createHook')) return at;
    at = Object.getPrototypeOf(at);
  }
  return undefined;
}
