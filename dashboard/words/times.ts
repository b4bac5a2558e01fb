/** A length of time, short: `340 µs`, `12 ms`, `1.4 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function sayMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 0) return `−${sayMs(-ms)}`;
  if (ms === 0) return '0 ms';
  if (ms < 0.95) return `${Math.round(ms * 1000)} µs`;
  if (ms < 999.5) return `${ms < 9.95 ? trim(ms.toFixed(1)) : Math.round(ms)} ms`;
  if (ms < 59_950) return `${trim((ms / 1000).toFixed(1))} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return withRest(`${minutes} min`, Math.floor((ms % 60_000) / 1000), 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return withRest(`${hours} h`, minutes % 60, 'min');
  return withRest(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
}

function withRest(most: string, rest: number, unit: string): string {
  return rest === 0 ? most : `${most} ${rest} ${unit}`;
}

/** The time of a day, here: `14:03:07`, or with its thousandths. */
export function sayTime(at: number, withMs = false): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '–';
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map(part => String(part).padStart(2, '0'));
  return parts.join(':') + (withMs ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '');
}

/** The same with its day, where that is not today. */
export function sayMoment(at: number, now: number = Date.now()): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '–';
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(part => String(part).padStart(2, '0'));
  return date.toDateString() === new Date(now).toDateString() ? sayTime(at) : `${day.join('-')} ${sayTime(at)}`;
}

/** How long ago, in one unit: `now`, `12 s ago`, `4 min ago`. */
export function sayAgo(at: number, now: number = Date.now()): string {
  const seconds = Math.round((now - at) / 1000);
  if (seconds < 1) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

function trim(digits: string): string {
  return digits.replace(/\.0$/, '');
}
