import { nodeCrypto } from './node-crypto.ts';

/** Takes as long for a token that is nearly right as for any other. */
export function isSameToken(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && nodeCrypto().timingSafeEqual(left, right);
}
