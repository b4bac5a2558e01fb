import { key } from '../key.ts';
import { count, time } from '../types/index.ts';

const hourMs = 3_600_000;

/** How a hub that is gone is dialled again, by programs and by `eddy run --hub`. */
export const reconnectKeys = {
  reconnect: {
    first: key(
      time(10, hourMs),
      100,
      'How soon a hub that is gone is dialled again; from then on each wait is twice the last.',
    ),
    longest: key(
      time(10, hourMs),
      30_000,
      'No wait between two tries is longer. Chance takes up to a half of each away.',
    ),
    failures: key(count(1, 1_000), 12, 'After so many failures in a row there is one try in `reconnect.rest`.'),
    rest: key(time(10, 24 * hourMs), 120_000, 'How long it rests then before each try, until one stands.'),
  },
} as const;
