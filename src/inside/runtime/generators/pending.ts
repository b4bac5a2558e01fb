import { peekPromise } from './peek-promise.ts';

export type Pending = boolean | undefined;

/** Whether a promise is pending, without marking its rejection handled. Undefined where that cannot be told. */
export function isPending(promise: Promise<unknown>): Pending {
  const peeked = peekPromise(promise);
  return peeked === undefined ? undefined : peeked.state === 'pending';
}
