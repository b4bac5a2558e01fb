/** Something that was read at several moments. */
export interface Moment {
  /** Seconds after the first. */
  readonly at: number;
  readonly value: number;
}

export interface Course {
  readonly begin: number;
  readonly end: number;
  readonly most: number;
  /** What it grows by in a minute, as a straight line through all moments has it. */
  readonly aMinute: number;
  readonly count: number;
}

export function courseOf(moments: readonly Moment[]): Course {
  const values = moments.map(({ value }) => value);
  return {
    begin: values[0] ?? Number.NaN,
    end: values.at(-1) ?? Number.NaN,
    most: Math.max(...values),
    aMinute: slope(moments) * 60,
    count: moments.length,
  };
}

function slope(moments: readonly Moment[]): number {
  const mean = (of: (moment: Moment) => number) => moments.reduce((sum, one) => sum + of(one), 0) / moments.length;
  const [at, value] = [mean(one => one.at), mean(one => one.value)];
  const over = moments.reduce((sum, one) => sum + (one.at - at) * (one.value - value), 0);
  const under = moments.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
  return over / under;
}

/** Calls `read` at once, then at each of so many equal parts of the time, the last at its end. */
export async function atMoments<T>(
  seconds: number,
  parts: number,
  read: () => Promise<T>,
): Promise<{ readonly at: number; readonly value: T }[]> {
  const from = performance.now();
  const moments = [{ at: 0, value: await read() }];
  for (let part = 1; part <= parts; part++) {
    const waits = from + (seconds * 1_000 * part) / parts - performance.now();
    await new Promise(resolve => setTimeout(resolve, Math.max(0, waits)));
    moments.push({ at: (performance.now() - from) / 1_000, value: await read() });
  }
  return moments;
}
