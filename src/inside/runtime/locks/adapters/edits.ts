import { matches } from '../../../../base/index.ts';

const adapt = 'globalThis[Symbol.for("eddy.adapt")]?.';

/** The line to put behind a source; undefined when the source is not what we know. */
type Edit = (source: string) => string | undefined;

// An ES module's declared functions can be assigned from inside the module, and its exports follow.
const edits: readonly { readonly file: RegExp; readonly edit: Edit }[] = [
  {
    file: /\/node_modules\/async-mutex\/index\.mjs$/,
    edit: source =>
      matches(/^class Semaphore\b/m, source) &&
      matches(/^class Mutex\b/m, source) &&
      matches(/^function withTimeout\(/m, source)
        ? `;${adapt}("async-mutex",{Mutex,Semaphore});withTimeout=${adapt}("async-mutex/withTimeout",withTimeout)??withTimeout;`
        : undefined,
  },
  { file: /\/node_modules\/async-mutex\/lib\/index\.js$/, edit: () => `;${adapt}("async-mutex",exports);` },
  {
    file: /\/node_modules\/async-mutex\/lib\/withTimeout\.js$/,
    edit: () => `;exports.withTimeout=${adapt}("async-mutex/withTimeout",exports.withTimeout)??exports.withTimeout;`,
  },
  {
    file: /\/node_modules\/p-limit\/index\.js$/,
    edit: source =>
      matches(/\bfunction pLimit\(/, source)
        ? `;if(typeof pLimit==="function")pLimit=${adapt}("p-limit",pLimit)??pLimit;else ${ofCommonJs('p-limit')}`
        : isModule(source)
          ? undefined
          : `;${ofCommonJs('p-limit')}`,
  },
  {
    file: /\/node_modules\/p-queue\/dist\/index\.js$/,
    edit: source =>
      matches(/\bclass PQueue\b|\bPQueue ?= ?class\b/, source) || !isModule(source)
        ? `;if(typeof PQueue==="function")${adapt}("p-queue",PQueue);else ${ofCommonJs('p-queue')}`
        : undefined,
  },
  { file: /\/node_modules\/generic-pool\/lib\/Pool\.js$/, edit: () => `;${adapt}("generic-pool",module.exports);` },
  { file: /\/node_modules\/pg-pool\/index\.js$/, edit: () => `;${adapt}("pg-pool",module.exports);` },
];

const hint = /\/node_modules\/(?:async-mutex|p-limit|p-queue|generic-pool|pg-pool)\//;

export function editFor(url: string): Edit | undefined {
  if (!matches(hint, url)) return undefined;
  const path = url.replace(/[?#].*$/, '');
  return edits.find(({ file }) => matches(file, path))?.edit;
}

// Also where a loader made CommonJS of an ES module, with a function of its own around it.
function ofCommonJs(name: string): string {
  return `if(typeof module==="object")module.exports=${adapt}("${name}",module.exports)??module.exports;`;
}

function isModule(source: string): boolean {
  return matches(/^(?:export|import)\s/m, source);
}
