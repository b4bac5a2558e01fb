import { followHere } from './follow-here.ts';

/** As Vite takes it, with the hook that vitest alone calls. */
export interface EddyPlugin {
  readonly name: 'eddy';
  configureVitest(): void;
}

/**
 * A plugin for vitest: where it runs under Eddy, its tests are followed, and their files get gates. Its threads and
 * processes learn that when they are started, which is later.
 */
export function eddy(): EddyPlugin {
  return { name: 'eddy', configureVitest: followHere };
}

export default eddy;
