import { isMainThread } from 'node:worker_threads';

const withoutInspector =
  /^--(?:test|watch|watch-path|experimental-config-file|experimental-default-config-file)(?:=|$)/;

/**
 * Whether the keeper may dial the main thread's inspector. Node makes none for what only starts other processes (`--test`,
 * `--watch`, also from a configuration file), and aborts the process of who dials it all the same.
 */
export function isInspectable(words: readonly string[] = process.execArgv): boolean {
  return isMainThread && !words.some(word => withoutInspector.test(word));
}
