import module from 'node:module';
import { join } from 'node:path';
import { cacheFolder, tryPrivateFolder } from './base/index.ts';

/** What we are compiled to is kept for the next start, which takes a quarter less for it. NODE_DISABLE_COMPILE_CACHE is obeyed. */
export function keepCompiled(env: Readonly<Record<string, string | undefined>>): void {
  const folder = cacheFolder(env, 'program');
  const own =
    folder === undefined
      ? undefined
      : tryPrivateFolder(env.EDDY_CACHE === undefined ? folder : join(folder, 'program'));
  if (own !== undefined) module.enableCompileCache(own);
}
