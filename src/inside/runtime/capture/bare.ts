// Evaluated as it is in a program that was started without us: no runtime of ours is there, and none must come to be. Built into
// a file of its own, so nothing imports this one.
import { matches, systemClock } from '../../../base/index.ts';
import { captureLimits } from './capture-limits.ts';
import type { Captured } from './captured.ts';
import { Capturer } from './capturer.ts';
import { getOwnPropertyDescriptor, putField } from './intrinsics.ts';

/** What the engine tells of a scope: "Local (handler)", "Block (handler)", "Closure", and an object with its names. */
interface EngineScope {
  readonly description?: unknown;
  readonly object?: object;
}

const own = /^(?:Local|Block|Catch|With Block|Expression)\b/;
const maxNames = 60;

/** The locals of a suspended call, the innermost of a name first; those of functions around it are left out. */
export function captureScopes(scopes: {
  readonly [at: number]: EngineScope;
  readonly length: number;
}): Record<string, Captured> {
  const values: Record<string, unknown> = {};
  const names: string[] = [];
  for (let at = 0; at < scopes.length && names.length < maxNames; at++) {
    const { description, object } = scopes[at] as EngineScope;
    if (object === undefined || !matches(own, String(description))) break;
    const keys = Object.getOwnPropertyNames(object);
    for (let key = 0; key < keys.length && names.length < maxNames; key++) {
      const name = keys[key] as string;
      if (names.includes(name)) continue;
      names.push(name);
      putField(values, name, getOwnPropertyDescriptor(object, name)?.value);
    }
  }
  return new Capturer(captureLimits, systemClock).captureAll(
    names,
    names.map(name => values[name]),
  );
}
