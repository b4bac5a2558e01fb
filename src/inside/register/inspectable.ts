import { isMainThread } from 'node:worker_threads';
import { matches } from '../../base/index.ts';

const withoutInspector =
  /^--(?:test|watch|watch-path|experimental-config-file|experimental-default-config-file)(?:=|$)/;

/**
 * Whether the keeper may dial the main thread's inspector. Node makes none for what only starts other processes (`--test`,
 * `--watch`, also from a configuration file), and aborts the process of who dials it all the same.
 */
export function isInspectable(words: readonly string[] = process.execArgv): boolean {
  return isMainThread && !words.some(word => matches(withoutInspector, word));
}

/** Whether code of the program’s runs there nevertheless, whose blocked loop nobody sees. */
export function runsUnseen(words: readonly string[] = process.execArgv): boolean {
  const all = words.join(' ');
  const isRunner = matches(
    /--(?:experimental-)?test-isolation[= ]none\b|--experimental-(?:default-)?config-file\b/,
    all,
  );
  return isRunner && isMainThread && !isInspectable(words);
}
