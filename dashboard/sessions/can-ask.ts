import type { Model } from '../model/index.ts';

/** Whether there is a hub that does what is asked: not of a past run, nor of one that ended while we looked on. */
export function canAsk({ past, line }: Model): boolean {
  return past === undefined && line.value !== 'over';
}
