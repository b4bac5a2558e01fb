import { matches } from '../../base/index.ts';

/** Where runners find us: see the lines that are put behind their files. */
export const testsGlobal = 'eddy.tests.1';

interface Source {
  readonly path: string;
  readonly text: string;
}

const words = `globalThis[${JSON.stringify(testsGlobal)}]?.`;

/** A loader of the user's may have put the file's text into a function: then a name is not to be had behind it. */
const seen = (name: string) => `typeof ${name}==="undefined"?void 0:${name}`;

/** What a file exports, where a loader made a CommonJS module of it. */
const exported = (name: string) => `typeof module==="object"?module.exports?.${name}:void 0`;

function jestLine(handlers: string): string {
  return `;${words}jest(${handlers},()=>globalThis[Symbol.for("$$jest-matchers-object")]?.state?.testPath);`;
}

/** By the file of a runner: what to put behind it. Undefined: it has another shape than we know. */
const edits: readonly { readonly file: RegExp; readonly line: (text: string) => string | undefined }[] = [
  {
    file: /\/node_modules\/mocha\/lib\/runnable\.[cm]?js$/,
    line: text =>
      matches(/\bRunnable\b/, text)
        ? `;${words}mocha(typeof Runnable==="undefined"?${exported('Runnable')}:Runnable);`
        : undefined,
  },
  {
    file: /\/node_modules\/vitest\/dist\/(?:chunks\/[^/]+|runners|test)\.js$/,
    line: text => {
      const [, name] = /^class (VitestTestRunner|TestRunner) /m.exec(text) ?? [];
      // Most of its files have none: that is no news.
      return name === undefined || !matches(/\bgetFn\b/, text)
        ? ''
        : `;${words}vitest(${seen(name)},${seen('getFn')});`;
    },
  },
  {
    file: /\/node_modules\/jest-circus\/build\/(?:legacy-code-todo-rewrite\/)?jestAdapterInit\.js$/,
    // Until 29 they are in a file of their own.
    line: text => (text.includes("'../state'") ? '' : jestLine('globalThis[Symbol.for("EVENT_HANDLERS")]')),
  },
  {
    file: /\/node_modules\/jest-circus\/build\/state\.js$/,
    line: text => (matches(/^const eventHandlers = \[/m, text) ? jestLine(seen('eventHandlers')) : undefined),
  },
];

/** Puts a line behind the files of runners that we know. */
export class RunnerEditor {
  readonly #note: (text: string) => void;

  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  wants(path: string): boolean {
    return path.includes('/node_modules/') && edits.some(({ file }) => matches(file, path));
  }

  edit({ path, text }: Source): string | undefined {
    if (text.includes(testsGlobal)) return undefined;
    const line = edits.find(({ file }) => matches(file, path))?.line(text);
    if (line === undefined)
      this.#note(`Tests of ${path} are not followed: this version of the runner has another shape.`);
    return line === undefined || line === '' ? undefined : `${text}\n${line}\n`;
  }
}
