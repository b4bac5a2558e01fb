import { fail } from '../../base/index.ts';

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
/** The longest that a timer can wait. */
const maxMs = 2 ** 31 - 1;

/** `500ms`, `30s`, `5m`, `1h`, in ms. `flag` is named when it cannot be read. */
export function parseDuration(flag: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = number === undefined ? Number.NaN : Math.round(Number(number) * unitMs[unit as keyof typeof unitMs]);
  if (ms > 0 && ms <= maxMs) return ms;
  const bare = /^\d+$/.test(text) ? ` Did you mean ${text}s or ${text}ms?` : '';
  throw fail('bad-option', `${flag} ${text}: that is no length of time.`, {
    hint: `As in ${flag} 500ms, ${flag} 30s or ${flag} 5m; 24 days at most.${bare}`,
  });
}

/** For people: `850 ms`, `12.3 s`, `4 min 10 s`, `2 h 5 min`. */
export function sayDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = (count: number, unit: string) => (count === 0 ? '' : ` ${count} ${unit}`);
  if (minutes < 60) return `${minutes} min${rest(Math.floor(seconds % 60), 's')}`;
  return `${Math.floor(minutes / 60)} h${rest(minutes % 60, 'min')}`;
}
