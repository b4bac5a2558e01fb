import { type ParsedRun, type RunOptions, runOptionsMustAgree } from '../../wire/protocol/index.ts';
import type { Environment } from './environment-layer.ts';
import { type MigrateOptions, type Migration, migrateConfig } from './migrate/index.ts';
import { type Problem, problemLine } from './problem.ts';
import { resolveConfig } from './resolve.ts';
import { runOptionsOf, type ServeSettings, serveSettingsOf } from './run-options.ts';
import type { Config } from './schema.ts';
import { type ShownKey, shownKeys } from './shown.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** Absent: there is none. */
  readonly file?: string;
  /** What a run is to do. */
  readonly options: RunOptions;
}

interface Where {
  readonly cwd: string;
  readonly env: Environment;
}

/** For a run, or a hub: throws all that is wrong with it. */
export function loadConfig({ cwd, env }: Where, given: Pick<ParsedRun, 'options' | 'flags'>): LoadedConfig {
  const { config: file } = given.options;
  const resolved = resolveConfig({ cwd, env, given, ...(file === undefined ? {} : { file }) }).mustBeGood();
  const options = runOptionsOf(resolved, given.options);
  runOptionsMustAgree(options);
  return { config: resolved.config, options, ...(resolved.file === undefined ? {} : { file: resolved.file }) };
}

export interface ConfigCheck {
  /** Absent: there is none. */
  readonly file?: string;
  readonly problems: readonly Problem[];
}

/** A file that was named, or the nearest; and the environment. */
export function checkConfig({ cwd, env }: Where, file: string | undefined): ConfigCheck {
  const resolved = resolveConfig({ cwd, env, ...(file === undefined ? {} : { file }) });
  return { problems: resolved.problems, ...(resolved.file === undefined ? {} : { file: resolved.file }) };
}

export interface ShownConfig extends ConfigCheck {
  readonly keys: readonly ShownKey[];
}

export function showConfig({ cwd, env }: Where, given: Pick<ParsedRun, 'options' | 'flags'>): ShownConfig {
  const { config: file } = given.options;
  const resolved = resolveConfig({ cwd, env, given, ...(file === undefined ? {} : { file }) });
  return {
    keys: shownKeys(resolved),
    problems: resolved.problems,
    ...(resolved.file === undefined ? {} : { file: resolved.file }),
  };
}

/** For a hub that stays: the nearest file and the environment. */
export function loadServe({ cwd, env }: Where): ServeSettings {
  return serveSettingsOf(resolveConfig({ cwd, env }).mustBeGood());
}

/** All of it in one place, as a door asks for it. */
export function configPort(where: Where) {
  const told = <C extends ConfigCheck>(check: C) => ({
    ...check,
    problems: check.problems.map(one => ({ ...one, text: problemLine(one) })),
  });
  return {
    load: (given: Pick<ParsedRun, 'options' | 'flags'>): RunOptions => loadConfig(where, given).options,
    show: (given: Pick<ParsedRun, 'options' | 'flags'>) => told(showConfig(where, given)),
    check: (file: string | undefined) => told(checkConfig(where, file)),
    migrate: (job: Omit<MigrateOptions, 'cwd'>): Migration => migrateConfig({ ...job, cwd: where.cwd }),
  };
}
