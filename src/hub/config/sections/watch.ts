import { key } from '../key.ts';
import { flag, list, text, time } from '../types/index.ts';

/** A program that is started again when its files change. */
export const watchKeys = {
  watch: {
    enabled: key(flag, false, 'Start the program again each time that its code has changed.', '--watch'),
    paths: key(
      list(text('path'), 'list of paths'),
      ['.'],
      'Folders whose code is looked at (not `node_modules`, nor what begins with a dot), and files of any kind.',
      '--watch-path',
    ),
    debounce: key(time(0, 60_000), 100, 'Changes that come within so long of each other are one.'),
    killAfter: key(time(0, 600_000), 5_000, 'A program that does not end at SIGTERM is killed after this.'),
  },
} as const;
