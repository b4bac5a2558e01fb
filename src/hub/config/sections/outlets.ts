import { alertRuleWords, parseAlertRule } from '../../../wire/protocol/index.ts';
import { key } from '../key.ts';
import { count, flag, listOfWords, optional, size, text, words } from '../types/index.ts';

/** Where our own words go that outlast a run. */
export const outletKeys = {
  log: {
    file: key(
      optional(text('file')),
      undefined,
      'Write findings, what probes saw, and alerts of every run here, a JSON document a line. With `events` every event.',
    ),
    maxSize: key(
      size(1024, 1024 ** 4),
      100 * 1024 ** 2,
      'A log that would be longer is put aside, as FILE.1, FILE.2 …',
    ),
    maxFiles: key(count(1, 1_000, 'files'), 10, 'How many files a log may have, with the one that is written.'),
  },
  alerts: {
    rules: key(
      listOfWords(words('rule', parseAlertRule, alertRuleWords), 'list of rules'),
      [],
      'When to tell: `COUNTER > N [in TIME]`, as in `lock-cycle > 0` or `held > 10 in 5m`. Counters: the kinds of findings (each place counts once), `findings`, `held`, `stopped`, `snap`, `log`, `probe-refused`, `target-lost`. Told again at each doubling.',
    ),
    console: key(flag, true, 'Tell alerts on standard error.'),
    file: key(
      optional(text('file')),
      undefined,
      'Write alerts here, a JSON document a line; it rotates as the log does.',
    ),
    webhook: key(
      optional(text('URL', { pattern: /^https?:\/\/[^\s/]+/, says: 'it begins with http:// or https://' })),
      undefined,
      'Post each alert here as JSON. It is tried five times, with growing pauses; nobody waits for it.',
    ),
  },
} as const;
