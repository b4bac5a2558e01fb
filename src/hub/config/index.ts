/**
 * hub/config: the one schema of the configuration, and what a file, the environment and flags come to. It reads files and
 * starts nothing; who obeys a key is elsewhere.
 */

export { type Environment as ConfigEnvironment, environmentLayer } from './environment-layer.ts';
export { fileLayer } from './file-layer.ts';
export { fileNames } from './find-file.ts';
export { configJsonSchema } from './json-schema.ts';
export type { Plain as ConfigValue } from './key.ts';
export {
  type ConfigCheck,
  checkConfig,
  configPort,
  type LoadedConfig,
  loadConfig,
  loadServe,
  showConfig,
} from './load.ts';
export { type Migration, migrateConfig } from './migrate/index.ts';
export { type Problem as ConfigProblem, problemLine } from './problem.ts';
export { Resolved, resolveConfig } from './resolve.ts';
export { insideOf, rulesOf, type ServeSettings } from './run-options.ts';
export { type Config, keys as configKeys } from './schema.ts';
export { type ShownKey, shownKeys } from './shown.ts';
