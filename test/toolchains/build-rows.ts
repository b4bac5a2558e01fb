import type { Toolchain } from './toolchain.ts';

const typed = { fixture: 'builds', source: 'ts/main.ts', path: '/tea/cake' } as const;
const plain = { fixture: 'builds', source: 'js/main.js', path: '/tea/cake' } as const;
const tsc = ['tsc', '-p', 'ts', '--outDir', '{out}', '--target'];
const asModules = ['--module', 'es2015', '--moduleResolution', 'bundler'];
const asScripts = ['--module', 'commonjs', '--moduleResolution', 'node10', '--downlevelIteration', '--lib', 'es2022'];
const esbuild = ['esbuild', 'ts/main.ts', '--bundle', '--platform=node', '--log-level=warning'];
const webpack = ['webpack', '--output-path', '{out}', '--env'];
const babel = ['babel', 'js', '--quiet', '--source-maps', '--out-dir', '{out}'];

/** What a compiler or a bundler wrote before, with a map. */
export const builds: readonly Toolchain[] = [
  {
    ...typed,
    name: 'tsc for ES2022',
    packages: ['typescript'],
    build: [...tsc, 'es2022'],
    type: 'module',
    words: ['main.js'],
  },
  {
    ...typed,
    name: 'tsc for ES2017, with --enable-source-maps',
    packages: ['typescript'],
    build: [...tsc, 'es2017'],
    type: 'module',
    words: ['--enable-source-maps', 'main.js'],
  },
  {
    ...typed,
    name: 'tsc for ES2015: async functions are generators',
    packages: ['typescript'],
    build: [...tsc, 'es2015', ...asModules],
    type: 'module',
    words: ['main.js'],
  },
  {
    ...typed,
    name: 'tsc for ES5: async functions are state machines',
    packages: ['typescript'],
    build: [...tsc, 'es5', ...asScripts],
    type: 'commonjs',
    words: ['main.js'],
    refused: /compiled for ES5 by TypeScript/,
  },
  {
    ...typed,
    name: 'esbuild, one file, its map beside it',
    packages: ['esbuild'],
    build: [...esbuild, '--format=esm', '--sourcemap', '--outfile={out}/main.mjs'],
    words: ['main.mjs'],
  },
  {
    ...typed,
    name: 'esbuild, one file, its map in it and without sources',
    packages: ['esbuild'],
    build: [...esbuild, '--format=cjs', '--sourcemap=inline', '--sources-content=false', '--outfile={out}/main.cjs'],
    words: ['main.cjs'],
  },
  {
    ...typed,
    name: 'esbuild, minified: one statement is made of several',
    packages: ['esbuild'],
    build: [...esbuild, '--format=esm', '--minify', '--sourcemap', '--outfile={out}/main.mjs'],
    words: ['main.mjs'],
    renames: true,
  },
  {
    ...typed,
    name: 'esbuild for ES2016, minified: async functions are generators, their helper has no name',
    packages: ['esbuild'],
    build: [...esbuild, '--format=cjs', '--target=es2016', '--minify', '--sourcemap', '--outfile={out}/main.cjs'],
    words: ['main.cjs'],
    renames: true,
  },
  {
    ...plain,
    name: 'webpack, source-map',
    packages: ['webpack'],
    build: [...webpack, 'devtool=source-map'],
    words: ['main.cjs'],
  },
  {
    ...plain,
    name: 'webpack, eval-source-map',
    packages: ['webpack'],
    build: [...webpack, 'devtool=eval-source-map'],
    words: ['main.cjs'],
    everyNode: true,
  },
  {
    ...plain,
    name: 'rollup',
    packages: ['rollup'],
    build: ['rollup', 'js/main.js', '--format', 'es', '--sourcemap', '--silent', '--file', '{out}/main.mjs'],
    words: ['main.mjs'],
  },
  {
    ...typed,
    name: 'vite, for the server',
    packages: ['vite'],
    build: ['vite', 'build', '--emptyOutDir', 'false', '--outDir', '{out}'],
    words: ['main.mjs'],
  },
  {
    ...plain,
    name: 'Babel, preset-env: async functions are generators',
    packages: ['@babel/core', '@babel/preset-env'],
    build: babel,
    type: 'module',
    words: ['main.js'],
  },
  {
    ...plain,
    name: 'Babel, preset-env for ES5: async functions are state machines',
    packages: ['@babel/core', '@babel/preset-env'],
    build: [...babel, '--config-file', './babel-es5.config.json'],
    type: 'module',
    words: ['main.js'],
    refused: /compiled for ES5 by Babel/,
  },
];
