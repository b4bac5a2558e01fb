const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitValues = new Map([...digits].map((digit, value) => [digit, value]));

/** Places from 0, as V8 counts them. */
export interface RunningPlace {
  readonly line: number;
  readonly column: number;
}

/** The places of what runs that a map says a line of a source became, in the order of what runs. `line` from 1. */
export function runningPlaces(mappings: string, source: number, line: number): RunningPlace[] {
  const places: RunningPlace[] = [];
  let [fromSource, fromLine] = [0, 0];
  mappings.split(';').forEach((text, at) => {
    let column = 0;
    for (const segment of text.split(',')) {
      if (segment === '') continue;
      const [columns = 0, sources, lines] = numbersIn(segment);
      column += columns;
      if (sources === undefined || lines === undefined) continue;
      fromSource += sources;
      fromLine += lines;
      if (fromSource === source && fromLine === line - 1) places.push({ line: at, column });
    }
  });
  return places;
}

/** Base 64, five bits a digit, the lowest first; the lowest bit of a number is its sign. */
function numbersIn(segment: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const one of segment) {
    const digit = digitValues.get(one) ?? 0;
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit >= 32) continue;
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : value / 2);
    [value, shift] = [0, 0];
  }
  return numbers;
}
