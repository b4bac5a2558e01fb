import type { Toolchain } from './toolchain.ts';

const cjs = { fixture: 'agents', folder: 'cjs', source: 'cjs/main.js', path: '/tea/cake' } as const;
const esm = { fixture: 'agents', folder: 'esm', source: 'esm/main.js', path: '/tea/cake' } as const;
const otel = {
  packages: ['@opentelemetry/sdk-node', '@opentelemetry/instrumentation-http'],
  spans: 'printed',
} as const;
const datadog = { packages: ['dd-trace'], spans: 'sent' } as const;

/** Loaded after Eddy, as the command line says it, and before Eddy, as NODE_OPTIONS does. */
function bothOrders({ everyNode, ...one }: Omit<Toolchain, 'words'>, words: readonly string[]): Toolchain[] {
  const before = { ...one, name: `${one.name}, before Eddy`, nodeOptions: words.join(' '), words: ['main.js'] };
  return [
    { ...one, name: `${one.name}, after Eddy`, words: [...words, 'main.js'] },
    everyNode === undefined ? before : { ...before, everyNode },
  ];
}

const sdk = (file: string) => ['--require', `{home}/${file}`];

/** What watches a program too, and wraps what it loads. */
export const agents: readonly Toolchain[] = [
  ...bothOrders({ ...cjs, ...otel, name: 'OpenTelemetry, CommonJS' }, sdk('otel.cjs')),
  ...bothOrders(
    { ...esm, ...otel, name: 'OpenTelemetry, ES modules by module.register', everyNode: true },
    sdk('otel-register.cjs'),
  ),
  ...bothOrders({ ...esm, ...otel, name: 'OpenTelemetry, ES modules by registerHooks' }, sdk('otel-hooks.cjs')),
  {
    ...esm,
    ...otel,
    name: 'OpenTelemetry, ES modules by --import',
    words: ['--import', '{home}/otel.mjs', 'main.js'],
  },
  ...bothOrders({ ...cjs, ...datadog, name: 'dd-trace, CommonJS', everyNode: true }, ['--require', 'dd-trace/init']),
  ...bothOrders({ ...esm, ...datadog, name: 'dd-trace, ES modules' }, [
    '--require',
    'dd-trace/register.js',
    '--require',
    'dd-trace/init',
  ]),
  {
    ...esm,
    ...datadog,
    name: 'dd-trace, ES modules by --import',
    words: ['--import', 'dd-trace/initialize.mjs', 'main.js'],
  },
];
