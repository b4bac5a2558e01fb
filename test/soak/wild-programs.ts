/** Programs that we did not write: the tests that well-known packages publish with themselves, unmodified. */
export interface WildPackage {
  readonly name: string;
  readonly version: string;
  /** Run from the package's own folder, with plain `node`. */
  readonly programs: readonly string[];
}

export const wildPackages: readonly WildPackage[] = [
  {
    name: 'fastify',
    version: '5.12.8',
    programs: [
      'test/404s.test.js',
      'test/als.test.js',
      'test/async-await.test.js',
      'test/async_hooks.test.js',
      'test/close-pipelining.test.js',
      'test/decorator.test.js',
      'test/handler-timeout.test.js',
      'test/hooks.test.js',
      'test/keep-alive-timeout.test.js',
      'test/reply-error.test.js',
      'test/reply-trailers.test.js',
      'test/schema-validation.test.js',
      'test/stream.1.test.js',
      'test/upgrade.test.js',
    ],
  },
  { name: 'avvio', version: '9.3.1', programs: ['test/basic.test.js', 'test/await-use.test.js'] },
  { name: 'aedes', version: '1.2.0', programs: ['test/basic.js'] },
  { name: 'mqemitter', version: '7.1.0', programs: ['test/test.js'] },
  {
    name: 'thread-stream',
    version: '4.2.1',
    programs: ['test/base.test.js', 'test/end.test.js', 'test/event.test.js'],
  },
  { name: 'sonic-boom', version: '5.0.2', programs: ['test/end.test.js'] },
  { name: 'find-my-way', version: '9.10.1', programs: ['test/errors.test.js'] },
  {
    name: '@fastify/reply-from',
    version: '12.6.5',
    programs: [
      'test/async-route-handler.test.js',
      'test/full-post-http2.test.js',
      'test/full-post-stream.test.js',
      'test/http-timeout.test.js',
      'test/http2-http2.test.js',
      'test/retry-on-503.test.js',
      'test/undici-retry.test.js',
      'test/undici-timeout.test.js',
    ],
  },
  { name: '@fastify/under-pressure', version: '9.2.0', programs: ['test/index.test.js', 'test/statusRoute.test.js'] },
  {
    name: '@fastify/websocket',
    version: '11.3.6',
    programs: ['test/base.test.js', 'test/hooks.test.js', 'test/router.test.js'],
  },
  { name: '@fastify/ajv-compiler', version: '4.0.7', programs: ['test/serialization.test.js'] },
  { name: 'autocannon', version: '9.0.0', programs: ['test/basic-auth.test.js'] },
  { name: 'pino', version: '10.4.0', programs: ['test/basic.test.js'] },
  { name: 'light-my-request', version: '6.8.1', programs: ['test/stream.test.js', 'test/async-await.test.js'] },
];

/** What those tests need beside the packages themselves. */
export const wildCompanions: readonly string[] = [
  'fastify-plugin@6.0.1',
  'fluent-json-schema@6.0.1',
  'h2url@0.2.0',
  'proxyquire@2.1.3',
  'simple-get@4.0.1',
  'split2@4.2.0',
  'form-data@4.0.6',
  'undici@7.30.2',
  '@fastify/formbody@9.0.1',
  '@sinonjs/fake-timers@15.5.0',
  'busboy@1.6.0',
  'flush-write-stream@2.0.0',
  'nock@15.0.2',
  'semver@7.7.3',
  'ws@8.23.0',
];
