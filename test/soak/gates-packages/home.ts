import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../launch/index.ts';
import { bundleZodTests } from './zod-tests.ts';

/** Where programs run: a folder with copies of them, beside the packages. */
export interface Home {
  readonly folder: string;
  readonly packages: string;
}

const wanted = [
  'acorn@8.19.0',
  'acorn-walk@8.3.5',
  'express@5.3.0',
  'fastify@5.12.8',
  'p-queue@9.3.5',
  'undici@7.30.2',
  'ws@8.23.0',
  'zod@4.6.7',
  // What fastify's own tests need.
  'fastify-plugin@6.0.1',
  'fluent-json-schema@6.0.1',
  'form-data@4.0.6',
  'proxyquire@2.1.3',
  'simple-get@4.0.1',
  'split2@4.2.0',
  '@fastify/formbody@9.0.1',
  '@sinonjs/fake-timers@15.5.0',
];

/** With packages of pinned versions, installed once in a cache of this checkout. */
export async function openHome(): Promise<Home> {
  const home = homeBeside(install());
  await bundleZodTests(home);
  return home;
}

/** With packages that are there already. */
export function homeBeside(packages: string): Home {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'eddy-packages-')));
  cpSync(join(import.meta.dirname, 'programs'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  symlinkSync(packages, join(folder, 'node_modules'), 'junction');
  return { folder, packages };
}

export function closeHome({ folder }: Home): void {
  rmSync(folder, { recursive: true, force: true });
}

function install(): string {
  const cache = join(root, 'node_modules/.cache/gates-packages');
  const packages = join(cache, 'node_modules');
  const stamp = join(cache, 'installed.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === JSON.stringify(wanted)) return packages;
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{ "private": true }\n');
  console.log('installing the packages …');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], {
    cwd: cache,
    stdio: 'inherit',
  });
  writeFileSync(stamp, JSON.stringify(wanted));
  return packages;
}
