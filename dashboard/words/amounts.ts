const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `512 B`, `1.5 MiB`. */
export function sayBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '–';
  let [value, unit] = [bytes, 0];
  while (Math.abs(value) >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit > 0 && Math.abs(value) < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `3 %`, `0.4 %`. */
export function sayPercent(percent: number): string {
  if (!Number.isFinite(percent)) return '–';
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** Thousands apart: `12 345`. */
export function sayNumber(number: number): string {
  if (!Number.isFinite(number)) return '–';
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `1 finding`, `2 findings`. */
export function sayCount(number: number, one: string, several = `${one}s`): string {
  return `${sayNumber(number)} ${number === 1 ? one : several}`;
}
