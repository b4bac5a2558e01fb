import { key } from '../key.ts';
import { count, optional, time } from '../types/index.ts';

/** Bounds of what sessions may take. */
export const sessionKeys = {
  sessions: {
    max: key(count(1, 100_000), 1_000, 'Sessions that may be open at once in one hub.'),
    maxProbes: key(count(1, 100_000), 100, 'Probes that one session may have.'),
    maxProbesInAll: key(count(1, 1_000_000), 10_000, 'Probes that all sessions of one hub may have together.'),
    timeout: key(
      optional(time(1_000)),
      undefined,
      'A session that is open longer is closed, and what it holds goes on. Absent: it stays open.',
    ),
  },
} as const;
