import { type Environment, environmentLayer } from './environment-layer.ts';
import { fileLayer } from './file-layer.ts';
import { type ConfigText, configVariable, findConfig, readConfig } from './find-file.ts';
import { flagLayer, type GivenOptions } from './flag-layer.ts';
import type { Layer, LayerValue, Origin } from './layer.ts';
import { badConfig, type Problem } from './problem.ts';
import { type Config, configFrom, keys } from './schema.ts';

export interface ConfigSources {
  readonly cwd: string;
  readonly env: Environment;
  /** A file that was named; false: none is read. Absent: the nearest. */
  readonly file?: string | false;
  readonly given?: GivenOptions;
}

/** The configuration as it holds: defaults, then the file, then the environment, then flags. */
export class Resolved {
  readonly config: Config;
  /** Absent: there is none. */
  readonly file: string | undefined;
  readonly problems: readonly Problem[];
  readonly #values: ReadonlyMap<string, LayerValue>;

  constructor(file: string | undefined, layers: readonly Layer[]) {
    const values = new Map<string, LayerValue>(
      keys.map(({ path, key }) => [path, { value: key.default, origin: { from: 'default' } }]),
    );
    for (const layer of layers) for (const [path, value] of layer.values) values.set(path, value);
    this.file = file;
    this.problems = layers.flatMap(({ problems }) => problems);
    this.#values = values;
    this.config = configFrom(path => values.get(path)?.value);
  }

  originOf(path: string): Origin {
    return this.#values.get(path)?.origin ?? { from: 'default' };
  }

  valueOf(path: string): unknown {
    return this.#values.get(path)?.value;
  }

  /** Whether somebody said it: then it is told on, even where it is the default. */
  isGiven(path: string): boolean {
    return this.originOf(path).from !== 'default';
  }

  /** Throws all that is wrong, in one error. */
  mustBeGood(): this {
    if (this.problems.length > 0) throw badConfig(this.problems);
    return this;
  }
}

/** Reads everything and tells what is wrong rather than throw it; a file that cannot be read is thrown. */
export function resolveConfig({ cwd, env, file, given }: ConfigSources): Resolved {
  const text = configText(cwd, env, file);
  return new Resolved(text?.path, [
    ...(text === undefined ? [] : [fileLayer(text.text, text.shown)]),
    environmentLayer(env),
    ...(given === undefined ? [] : [flagLayer(given)]),
  ]);
}

function configText(cwd: string, env: Environment, file: string | false | undefined): ConfigText | undefined {
  if (file === false) return undefined;
  const named = file ?? (env[configVariable] || undefined);
  if (named !== undefined) return readConfig(named, cwd);
  const found = findConfig(cwd);
  return found === undefined ? undefined : readConfig(found, cwd);
}
