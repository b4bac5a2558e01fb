import { sayDuration } from '../../../wire/protocol/index.ts';

// What is not told is a dash, never a zero.

export function sayPercent(percent: number | undefined): string {
  return percent === undefined ? '-' : `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

export function sayBytes(bytes: number | undefined): string {
  if (bytes === undefined) return '-';
  const mib = bytes / 1024 ** 2;
  return mib < 1024 ? `${mib < 10 ? mib.toFixed(1) : Math.round(mib)} MiB` : `${(mib / 1024).toFixed(1)} GiB`;
}

export function sayMs(ms: number | undefined): string {
  return ms === undefined ? '-' : sayDuration(ms);
}
