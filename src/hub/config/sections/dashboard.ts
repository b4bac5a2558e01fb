import { type KeyType, key } from '../key.ts';
import { flag, optional, text } from '../types/index.ts';

const portText = text('port', { pattern: /^\d+(?:-\d+)?$/, says: 'as in 4780 or 4780-4789' });
/** A number alone is one, too. */
export const pagePort: KeyType<string> = {
  ...portText,
  json: { anyOf: [portText.json, { type: 'integer', minimum: 0, maximum: 65_535 }] },
  read: value => portText.read(typeof value === 'number' ? String(value) : value),
};

/** The dashboard of a run that has a hub of its own. */
export const dashboardKeys = {
  dashboard: {
    enabled: key(
      flag,
      false,
      'Serve the dashboard while a program runs, and say its link. Every event is recorded.',
      '--dashboard',
    ),
    port: key(
      optional(pagePort),
      undefined,
      'Where, at 127.0.0.1: a port, or a range of which the first that is free is taken. Absent: any that is free.',
      '--dashboard',
    ),
    open: key(flag, false, 'Open it in a browser, too.', '--open'),
  },
} as const;
