import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as instrument from '../gates/instrument/index.ts';

export const instrumentPath = join(dirname(fileURLToPath(import.meta.url)), 'gates.cjs');

/** The parser, in a file of its own: it is there when a file is not in the cache. The program does not find it. */
export function loadInstrument(): typeof instrument {
  const require = createRequire(import.meta.url);
  const loaded = require(instrumentPath) as typeof instrument;
  Reflect.deleteProperty(require.cache, instrumentPath);
  return loaded;
}
