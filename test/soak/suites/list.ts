/** Suites that we did not write, unmodified: those of their files that pass without what their packages do not publish. */
export interface Suite {
  readonly name: string;
  readonly runner: 'node:test' | 'mocha';
  /** As its folder names them; a glob is node's or mocha's own. */
  readonly files: readonly string[];
}

export const suites: readonly Suite[] = [
  { name: 'avvio', runner: 'node:test', files: ['test/*.test.js'] },
  { name: 'find-my-way', runner: 'node:test', files: ['test/*.test.js'] },
  {
    name: 'fastify',
    runner: 'node:test',
    files: [
      ...['404s', 'als', 'async-await', 'async_hooks', 'close-pipelining', 'decorator', 'handler-timeout'],
      ...['hooks', 'keep-alive-timeout', 'reply-error', 'reply-trailers', 'schema-validation', 'stream.1', 'upgrade'],
    ].map(name => `test/${name}.test.js`),
  },
  {
    name: 'light-my-request',
    runner: 'node:test',
    files: ['async-await', 'bind-inject', 'request', 'response', 'stream'].map(name => `test/${name}.test.js`),
  },
  {
    name: 'thread-stream',
    runner: 'node:test',
    files: ['base', 'end', 'event'].map(name => `test/${name}.test.js`),
  },
  {
    name: 'proxyquire',
    runner: 'mocha',
    files: ['-api', '-argumentvalidation', '-cache', '-independence', '-non-object', '-notexisting', '-remove', ''].map(
      name => `test/proxyquire${name}.js`,
    ),
  },
];
