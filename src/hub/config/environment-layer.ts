import type { Layer, LayerValue } from './layer.ts';
import type { Problem } from './problem.ts';
import { keyOf, keys } from './schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says: a variable for each key, and EDDY_LIMITS for several limits at once. */
export function environmentLayer(environment: Environment): Layer {
  const values = new Map<string, LayerValue>(limitsOf(environment.EDDY_LIMITS));
  const problems: Problem[] = [];
  for (const { path, key, variable } of keys) {
    const text = environment[variable];
    if (text === undefined) continue;
    const read = key.type.readText(text);
    if ('value' in read) values.set(path, { value: read.value, origin: { from: 'environment', at: variable } });
    else {
      for (const { message, near = [] } of read.wrong) {
        problems.push({ in: `${variable} in the environment`, key: path, message, near });
      }
    }
  }
  return { values, problems };
}

/** `{"taskSlowMs": 500}`, as the runtime reads it: what it would not take is left to it. */
function limitsOf(text: string | undefined): [string, LayerValue][] {
  if (text === undefined || text === '') return [];
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([name, value]): [string, LayerValue][] => {
    const path = `limits.${name.replace(/Ms$/, '')}`;
    const isLimit = name.endsWith('Ms') && keyOf.has(path) && typeof value === 'number' && value >= 0;
    return isLimit ? [[path, { value, origin: { from: 'environment', at: 'EDDY_LIMITS' } }]] : [];
  });
}
