import type { Toolchain } from './toolchain.ts';

const cjs = { fixture: 'loaders', folder: 'cjs', source: 'cjs/main.ts', path: '/tea/cake' } as const;
const esm = { fixture: 'loaders', folder: 'esm', source: 'esm/main.ts', path: '/tea/cake' } as const;
const nest = { fixture: 'loaders', folder: 'nest', source: 'nest/shop.ts', path: '/buy/tea,cake' } as const;
const nestPackages = ['@nestjs/core', 'reflect-metadata'];

/** TypeScript compiled as it is loaded. */
export const loaders: readonly Toolchain[] = [
  {
    ...esm,
    folder: 'erasable',
    source: 'erasable/main.ts',
    name: 'Node itself, types taken away',
    packages: [],
    words: ['main.ts'],
  },
  {
    ...esm,
    folder: 'native',
    source: 'native/main.ts',
    name: 'Node itself, types transformed',
    packages: [],
    words: ['--experimental-transform-types', 'main.ts'],
    cannot: { 26: /bad option: --experimental-transform-types/ },
    everyNode: true,
  },
  { ...esm, name: 'tsx, ES modules', packages: ['tsx'], words: ['--import', 'tsx', 'main.ts'], everyNode: true },
  { ...cjs, name: 'tsx, CommonJS', packages: ['tsx'], words: ['--import', 'tsx', 'main.ts'] },
  { ...cjs, name: 'tsx/cjs', packages: ['tsx'], words: ['--require', 'tsx/cjs', 'main.ts'] },
  {
    ...esm,
    name: 'tsx, its own command',
    packages: ['tsx'],
    words: ['{home}/node_modules/tsx/dist/cli.mjs', 'main.ts'],
  },
  {
    ...cjs,
    name: 'ts-node, CommonJS',
    packages: ['ts-node', 'typescript'],
    words: ['--require', 'ts-node/register', 'main.ts'],
  },
  {
    ...esm,
    name: 'ts-node, ES modules',
    packages: ['ts-node', 'typescript'],
    words: ['--no-warnings', '--loader', 'ts-node/esm/transpile-only', 'main.ts'],
  },
  {
    ...cjs,
    name: '@swc-node/register, CommonJS',
    packages: ['@swc-node/register', '@swc/core'],
    words: ['--require', '@swc-node/register', 'main.ts'],
  },
  {
    ...esm,
    name: '@swc-node/register, ES modules',
    packages: ['@swc-node/register', '@swc/core'],
    words: ['--import', '@swc-node/register/esm-register', 'main.ts'],
    everyNode: true,
  },
  {
    ...cjs,
    name: 'esbuild-register',
    packages: ['esbuild-register', 'esbuild'],
    words: ['--require', 'esbuild-register', 'main.ts'],
  },
  {
    ...nest,
    name: 'NestJS by ts-node',
    packages: [...nestPackages, 'ts-node', 'typescript'],
    words: ['--require', 'ts-node/register/transpile-only', 'main.ts'],
  },
  {
    ...nest,
    name: 'NestJS by @swc-node/register',
    packages: [...nestPackages, '@swc-node/register', '@swc/core'],
    words: ['--require', '@swc-node/register', 'main.ts'],
  },
  {
    fixture: 'loaders',
    source: 'nest/shop.ts',
    path: '/buy/tea,cake',
    name: 'NestJS by tsc',
    packages: [...nestPackages, 'typescript'],
    build: ['tsc', '-p', 'nest', '--outDir', '{out}'],
    type: 'commonjs',
    words: ['main.js'],
  },
];
