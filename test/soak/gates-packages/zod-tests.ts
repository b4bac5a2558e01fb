import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Home } from './home.ts';

/** They look at sources that are not published, or need tools of zod's own. */
const leftOut = /(?:\/|^)(?:file|redos|to-json-schema|parity|polyfill-collision|treeshake)\.test\.ts$/;

export const zodTests = (home: Home): string => join(home.folder, 'zod-tests');

/** zod publishes its tests, written for vitest: made programs of plain JavaScript that write down all they look at. */
export async function bundleZodTests(home: Home): Promise<void> {
  const sources = join(home.packages, 'zod/src');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  await build({
    entryPoints: files
      .filter(name => name.endsWith('.test.ts') && !leftOut.test(name))
      .map(name => join(sources, name)),
    outdir: zodTests(home),
    outbase: sources,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    logLevel: 'error',
    // The package proper is the installed one.
    external: ['zod', 'zod/*'],
    plugins: [
      {
        name: 'recorder',
        setup({ onResolve }) {
          onResolve({ filter: /^vitest$/ }, () => ({ path: join(home.folder, 'recorder.mjs'), external: true }));
        },
      },
    ],
  });
}
