import { type KeyType, key } from '../key.ts';
import { count, optional, size, text, time } from '../types/index.ts';
import { pagePort } from './dashboard.ts';

const placeText = text('port', { pattern: /^(?:.+:)?\d+(?:-\d+)?$/, says: 'as in 4711, 127.0.0.1:4711 or 4711-4720' });
/** A number alone is one, too. */
const place: KeyType<string> = {
  ...placeText,
  json: { anyOf: [placeText.json, { type: 'integer', minimum: 0, maximum: 65_535 }] },
  read: value => placeText.read(typeof value === 'number' ? String(value) : value),
};

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
    dap: key(
      optional(place),
      undefined,
      'Where `eddy serve` listens for editors, on loopback alone: a port, HOST:PORT, or a range of which the first that is free is taken.',
    ),
    dashboard: key(
      optional(pagePort),
      undefined,
      'Where `eddy serve` has the dashboard, at 127.0.0.1: a port, or a range of which the first that is free is taken.',
    ),
    maxConnections: key(count(1, 100_000), 1_000, 'More than so many on a port of `eddy serve` are sent away.'),
  },
} as const;
