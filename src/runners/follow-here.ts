import { followTestsKey } from '../base/index.ts';

/** Nothing where Eddy is not, or follows tests already. */
export function followHere(): void {
  const follow: unknown = Reflect.get(globalThis, followTestsKey);
  if (typeof follow === 'function') follow();
}
