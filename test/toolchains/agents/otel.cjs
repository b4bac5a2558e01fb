// What an application loads before its first line: the SDK, and its instrumentation of http. At the end the spans are printed, by
// name with those that they are within, in an order of their own: which of several requests is first is nobody's promise.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');

const ended = new Map();

const sdk = new NodeSDK({
  instrumentations: [new HttpInstrumentation()],
  spanProcessors: [
    {
      onStart() {},
      onEnd: span => ended.set(span.spanContext().spanId, span),
      forceFlush: async () => {},
      shutdown: async () => {},
    },
  ],
});
sdk.start();

process.on('exit', () => {
  for (const line of [...ended.values()].map(pathOf).sort()) console.log(line);
});

function pathOf(span) {
  const parent = ended.get(span.parentSpanContext?.spanId);
  const { attributes, kind, name } = span;
  const path = attributes['url.path'] ?? new URL(attributes['url.full']).pathname;
  const own = `${name} ${['', 'server', 'client'][kind]} ${path} ${attributes['http.response.status_code']}`;
  return parent === undefined ? `span ${own}` : `${pathOf(parent)} > ${own}`;
}
