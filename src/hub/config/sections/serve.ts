import { key } from '../key.ts';
import { count, optional, size, text, time } from '../types/index.ts';

const yearMs = 365 * 86_400_000;

/** A hub that stays. */
export const serveKeys = {
  store: {
    file: key(
      optional(text('file')),
      undefined,
      'Where `eddy serve` keeps what happened; `memory`: nowhere. Absent: in the user’s state folder.',
    ),
    maxAge: key(optional(time(1_000, 100 * yearMs)), undefined, 'What is older is let go.'),
    maxSize: key(
      optional(size(1024 ** 2, 1024 ** 5)),
      undefined,
      'The oldest is let go above this; 1GB unless told, 64MB in memory.',
    ),
  },
  serve: {
    maxConnections: key(count(1, 100_000), 1_000, 'More than so many on a port of `eddy serve` are sent away.'),
  },
} as const;
