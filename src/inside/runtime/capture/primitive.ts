import { hideSecrets } from '../../../base/index.ts';
import type { Captured } from './captured.ts';
import { symbolText } from './intrinsics.ts';

/** What is neither a string nor an object. */
export function primitive(value: unknown): Captured {
  switch (typeof value) {
    case 'number':
      if (Object.is(value, -0)) return { t: 'number', v: '-0' };
      return value - value === 0 ? value : { t: 'number', v: `${value}` };
    case 'boolean':
      return value;
    case 'bigint':
      return { t: 'bigint', v: bigintText(value) };
    case 'symbol':
      return { t: 'symbol', v: hideSecrets(symbolText(value).slice(0, 612)).slice(0, 100) };
    case 'undefined':
      return { t: 'undefined' };
    default:
      return null;
  }
}

/** Writing out a bigint of a million digits takes seconds: a large one is only named. */
function bigintText(value: bigint): string {
  const most = 1n << 1024n;
  return value < most && value > -most ? `${value}` : 'larger than 1024 bits';
}
