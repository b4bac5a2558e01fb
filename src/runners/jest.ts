import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fail } from '../base/index.ts';
import { followHere } from './follow-here.ts';

export interface JestOptions {
  /** The user's own, as jest's configuration would name it: a package, or a path. Absent: babel-jest, as in jest. */
  readonly transformer?: string;
  /** What it is given. */
  readonly options?: unknown;
}

/** Each of its functions is there where the user's own transformer has it. */
export interface JestTransformer {
  readonly canInstrument?: boolean;
  readonly [method: string]: unknown;
}

const methods = ['process', 'processAsync', 'getCacheKey', 'getCacheKeyAsync'];

/**
 * The user's own transformer, and nothing else: what it makes, and what jest keeps of that on disk, are the same with Eddy
 * and without. Files get their gates after it, when jest compiles them: we are here to have that turned on.
 */
export function createTransformer({
  transformer = 'babel-jest',
  options = {},
}: JestOptions = {}): JestTransformer | Promise<JestTransformer> {
  followHere();
  const own = load(transformer);
  if (typeof own.createTransformer !== 'function') return withOptions(own, options);
  const made = own.createTransformer(options) as JestTransformer | Promise<JestTransformer>;
  return made instanceof Promise ? made.then(one => withOptions(one, options)) : withOptions(made, options);
}

export default { createTransformer };

/** What jest says to its functions of their configuration is ours: they hear of theirs. */
function withOptions(own: JestTransformer, options: unknown): JestTransformer {
  const made: Record<string, unknown> = { canInstrument: own.canInstrument };
  for (const name of methods) {
    const method = own[name];
    if (typeof method !== 'function') continue;
    made[name] = (...args: unknown[]) => {
      const last = args.pop() as object;
      return Reflect.apply(method, own, [...args, { ...last, transformerConfig: options }]);
    };
  }
  return made;
}

function load(name: string): JestTransformer {
  for (const from of [join(process.cwd(), '_'), process.argv[1] ?? '']) {
    const path = resolveFrom(name, from);
    if (path === undefined) continue;
    const found = createRequire(import.meta.url)(path) as { __esModule?: boolean; default?: JestTransformer };
    return found.__esModule === true && found.default !== undefined ? found.default : (found as JestTransformer);
  }
  throw fail('bad-option', `eddy/jest: there is no transformer "${name}" here.`, {
    hint: "Install it, or name another: transform: { '…': ['eddy/jest', { transformer: 'ts-jest' }] }.",
  });
}

/** As the user's package sees it; babel-jest is often jest's alone, some packages deep. */
function resolveFrom(name: string, from: string): string | undefined {
  const way = name === 'babel-jest' ? ['jest', '@jest/core', 'jest-config', name] : [name];
  const direct = tryResolve(name, from);
  if (direct !== undefined || way.length === 1) return direct;
  let at: string | undefined = from;
  for (const step of way) at = at === undefined ? undefined : tryResolve(step, at);
  return at;
}

function tryResolve(name: string, from: string): string | undefined {
  if (from === '') return undefined;
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}
