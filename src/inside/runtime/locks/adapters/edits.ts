const adapt = 'globalThis[Symbol.for("eddy.adapt")]?.';

/** The line to put behind a source; undefined when the source is not what we know. */
type Edit = (source: string) => string | undefined;

// An ES module's declared functions can be assigned from inside the module, and its exports follow.
const edits: readonly { readonly file: RegExp; readonly edit: Edit }[] = [
  {
    file: /\/node_modules\/async-mutex\/index\.mjs$/,
    edit: source =>
      /^class Semaphore\b/m.test(source) && /^class Mutex\b/m.test(source) && /^function withTimeout\(/m.test(source)
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
      /\bfunction pLimit\(/.test(source)
        ? `;if(typeof pLimit==="function")pLimit=${adapt}("p-limit",pLimit)??pLimit;else ${ofCommonJs('p-limit')}`
        : isModule(source)
          ? undefined
          : `;${ofCommonJs('p-limit')}`,
  },
  {
    file: /\/node_modules\/p-queue\/dist\/index\.js$/,
    edit: source =>
      /\bclass PQueue\b|\bPQueue ?= ?class\b/.test(source) || !isModule(source)
        ? `;if(typeof PQueue==="function")${adapt}("p-queue",PQueue);else ${ofCommonJs('p-queue')}`
        : undefined,
  },
  { file: /\/node_modules\/generic-pool\/lib\/Pool\.js$/, edit: () => `;${adapt}("generic-pool",module.exports);` },
  { file: /\/node_modules\/pg-pool\/index\.js$/, edit: () => `;${adapt}("pg-pool",module.exports);` },
];

const hint = /\/node_modules\/(?:async-mutex|p-limit|p-queue|generic-pool|pg-pool)\//;

export function editFor(url: string): Edit | undefined {
  if (!hint.test(url)) return undefined;
  const path = url.replace(/[?#].*$/, '');
  return edits.find(({ file }) => file.test(path))?.edit;
}

// Also where a loader made CommonJS of an ES module, with a function of its own around it.
function ofCommonJs(name: string): string {
  return `if(typeof module==="object")module.exports=${adapt}("${name}",module.exports)??module.exports;`;
}

function isModule(source: string): boolean {
  return /^(?:export|import)\s/m.test(source);
}
