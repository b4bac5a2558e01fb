import type { Model } from '../model/index.ts';
import { type MuteStorage, Mutes } from './mutes.ts';

/** The page's. */
export const mutes = new Mutes(browserStorage());

/** Places where something is wrong that nobody has muted. */
export function openCount(model: Model): number {
  return model.findings.value.filter(({ key }) => mutes.of(key) === undefined).length;
}

function browserStorage(): MuteStorage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
