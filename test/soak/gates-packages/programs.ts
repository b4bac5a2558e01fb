import { join } from 'node:path';
import type { Home } from './home.ts';
import { zodTests } from './zod-tests.ts';

/** A program that says the same each time that it runs. */
export interface Program {
  readonly name: string;
  readonly cwd: string;
  /** What node is given. */
  readonly words: readonly string[];
}

/** Those of fastify's own tests that need no tools of its own, and print no log among their results. */
const fastifyTests = [
  '404s',
  'als',
  '500s',
  'async-await',
  'body-limit',
  'case-insensitive',
  'close',
  'content-parser',
  'custom-parser.0',
  'encapsulated-error-handler',
  'fastify-instance',
  'hooks',
  'hooks-async',
  'inject',
  'internals/hook-runner',
  'internals/reply',
  'internals/validation',
  'plugin.1',
  'reply-error',
  'reply-trailers',
  'route.1',
  'schema-feature',
  'schema-serialization',
  'schema-validation',
  'stream.1',
  'throw',
  'web-api',
];

export function listPrograms(home: Home): Program[] {
  const own = (name: string, ...words: string[]): Program => ({
    name,
    cwd: home.folder,
    words: [join(home.folder, `${name}.mjs`), ...words],
  });
  const fastify = join(home.packages, 'fastify');
  return [
    own('acorn'),
    own('express'),
    own('fastify'),
    ...fastifyTests.map(name => ({
      name: `fastify test/${name}`,
      cwd: fastify,
      words: [join(fastify, `test/${name}.test.js`)],
    })),
    own('p-queue'),
    own('undici'),
    own('zod', zodTests(home)),
  ];
}
