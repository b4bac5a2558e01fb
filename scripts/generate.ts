// Writes what is made from records: pages from those in the code, types from the protocol's schema; with --check, says which are out of date and writes nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPage } from './generate/cli.ts';
import { configSchema, configurationPage } from './generate/configuration.ts';
import { dapTypes } from './generate/dap-types.ts';
import { errorsPage } from './generate/errors.ts';
import { findingsPage } from './generate/findings.ts';
import { openApi } from './generate/openapi.ts';
import { toolchainsPage } from './generate/toolchains.ts';
import { root } from './nodes.js';

const pages: Record<string, () => string> = {
  'docs/findings.md': findingsPage,
  'docs/errors.md': errorsPage,
  'docs/cli.md': cliPage,
  'docs/configuration.md': configurationPage,
  'docs/toolchains.md': toolchainsPage,
  'schema/eddy.config.schema.json': configSchema,
  'schema/openapi.json': openApi,
  ...Object.fromEntries(Object.entries(dapTypes).map(([name, make]) => [`src/wire/dap/types/${name}`, make])),
};

const check = process.argv.includes('--check');
let stale = 0;
for (const [path, make] of Object.entries(pages)) {
  const text = make();
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale++;
  if (check) console.log(`${path} is out of date: npm run generate`);
  else writeFileSync(file, text);
  if (!check) console.log(`wrote ${path}`);
}
if (check && stale > 0) process.exitCode = 1;
