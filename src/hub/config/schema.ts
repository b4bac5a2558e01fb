import { isKey, type Key, type Section, type Values } from './key.ts';
import {
  dashboardKeys,
  insideKeys,
  outletKeys,
  reconnectKeys,
  runKeys,
  serveKeys,
  sessionKeys,
  watchKeys,
} from './sections/index.ts';

/** Every key of the file, once: what is read, checked, shown and told to editors comes from here. */
export const schema = {
  ...runKeys,
  ...dashboardKeys,
  ...sessionKeys,
  ...insideKeys,
  ...outletKeys,
  ...watchKeys,
  ...serveKeys,
  ...reconnectKeys,
} as const satisfies Section;

/** What each key comes to. */
export type Config = Values<typeof schema>;

export interface NamedKey {
  /** `limits.taskSlow`. */
  readonly path: string;
  readonly key: Key<unknown>;
  /** The variable of the environment that overrides the file: `EDDY_LIMITS_TASK_SLOW`. */
  readonly variable: string;
}

export const keys: readonly NamedKey[] = keysOf(schema, '');
export const keyOf: ReadonlyMap<string, NamedKey> = new Map(keys.map(one => [one.path, one]));

function keysOf(section: Section, before: string): NamedKey[] {
  return Object.entries(section).flatMap(([name, one]) => {
    const path = `${before}${name}`;
    return isKey(one) ? [{ path, key: one, variable: variableOf(path) }] : keysOf(one, `${path}.`);
  });
}

function variableOf(path: string): string {
  return `EDDY_${path.replaceAll('.', '_').replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/** An object with a key for each of the schema's; `valueAt` is asked for each path. */
export function configFrom(valueAt: (path: string) => unknown): Config {
  const fill = (section: Section, before: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(section).map(([name, one]) => [
        name,
        isKey(one) ? valueAt(`${before}${name}`) : fill(one, `${before}${name}.`),
      ]),
    );
  return fill(schema, '') as Config;
}
