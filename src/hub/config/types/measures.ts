import { found, type KeyType, type Plain, type Read, wrong } from '../key.ts';

const timeUnits = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const sizeUnits = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const;
/** The longest that a timer can wait. */
export const maxTimeMs = 2 ** 31 - 1;

/** `500ms`, `30s`, `5m`, `1h`, `2d`; a bare number is milliseconds. */
export function time(leastMs = 1, mostMs = maxTimeMs): KeyType<number> {
  return measure({
    name: 'time',
    unit: 'ms',
    what: 'length of time',
    as: '500ms, 30s, 5m, 1h or 2d',
    units: timeUnits,
    least: leastMs,
    most: mostMs,
  });
}

/** `512KB`, `100MB`; a bare number is bytes. */
export function size(leastBytes: number, mostBytes: number): KeyType<number> {
  return measure({
    name: 'size',
    unit: 'bytes',
    what: 'size',
    as: '512KB, 100MB or 2GB',
    units: sizeUnits,
    least: leastBytes,
    most: mostBytes,
  });
}

interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly what: string;
  readonly as: string;
  readonly units: Readonly<Record<string, number>>;
  readonly least: number;
  readonly most: number;
}

function measure({ name, unit, what, as, units, least, most }: Measure): KeyType<number> {
  const known = Object.keys(units);
  const form = new RegExp(`^(\\d{1,15}(?:\\.\\d{1,6})?) ?(${known.join('|')})$`, 'i');
  const show = (value: number): string => {
    const fitting = Object.entries(units).filter(([, size]) => value % size === 0 && value >= size);
    const [word, size] = fitting.at(-1) ?? [known[0] as string, 1];
    return `${value / size}${word}`;
  };
  const within = (value: number, given: Plain): Read<number> => {
    const whole = Math.round(value);
    if (whole >= least && whole <= most) return { value: whole };
    return wrong(`${found(given)} is not between ${show(least)} and ${show(most)}.`);
  };
  const read = (value: Plain): Read<number> => {
    if (typeof value === 'number' && Number.isFinite(value)) return within(value, value);
    if (typeof value !== 'string') return wrong(`${found(value)} is no ${what}; write ${as}.`);
    const [, number, word = ''] = form.exec(value.trim()) ?? [];
    if (number !== undefined) {
      const factor = units[known.find(one => one.toLowerCase() === word.toLowerCase()) as string] as number;
      return within(Number(number) * factor, value);
    }
    const bare = /^\d{1,15}$/.test(value) ? [`${value}${known[1]}`] : [];
    return wrong(`${found(value)} is no ${what}; write ${as}.`, bare);
  };
  return {
    name,
    unit,
    json: {
      anyOf: [
        { type: 'number', minimum: least, maximum: most },
        { type: 'string', pattern: `^\\d+(\\.\\d+)? ?(${known.join('|')})$` },
      ],
    },
    read,
    readText: text => read(/^\d{1,15}$/.test(text) ? Number(text) : text),
    show,
  };
}
