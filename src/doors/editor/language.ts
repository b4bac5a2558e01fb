import type { TargetInfo } from '../../wire/protocol/index.ts';

/** How expressions are written in a target, to reach parts of a value again. */
export interface Language {
  /** `className`: of the value that has it. */
  member(path: string, key: string, className: string): string;
  item(path: string, index: number): string;
  /** The value of a map's entry, or an element of a set, by its number. */
  entry(path: string, index: number, of: 'map' | 'set'): string;
  /** Elements, entries or fields from one number up to another. */
  slice(path: string, t: string, from: number, to: number): string;
  assign(path: string, expression: string): string;
  /** Statements have gates: the next one that runs can be asked for. */
  readonly hasGates: boolean;
  /** Reads only, and calls nothing. */
  isPath(expression: string): boolean;
  /** What is typed to change a value, where that is no expression of the language. */
  tryAssignment(typed: string): { readonly path: string; readonly value: string } | undefined;
}

const javaScriptName = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const javaScriptPath =
  /^(?:this|[\p{ID_Start}_$][\p{ID_Continue}$]*)(?:\s*\??\.\s*#?[\p{ID_Start}_$][\p{ID_Continue}$]*|\[(?:\d+|'[^'\\]*'|"[^"\\]*")\])*$/u;

const javaScript: Language = {
  hasGates: true,
  member: (path, key) => (javaScriptName.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`),
  item: (path, index) => `${path}[${index}]`,
  entry: (path, index, of) => `[...${path}][${index}]${of === 'map' ? '[1]' : ''}`,
  slice(path, t, from, to) {
    if (t === 'array') return `Array.prototype.slice.call(${path}, ${from}, ${to})`;
    if (t === 'map' || t === 'set') return `new ${t === 'map' ? 'Map' : 'Set'}([...${path}].slice(${from}, ${to}))`;
    // By descriptor: a getter stays one, and is not run.
    const fields = `Object.entries(Object.getOwnPropertyDescriptors(${path})).filter(([, one]) => one.enumerable)`;
    return `Object.defineProperties({}, Object.fromEntries(${fields}.slice(${from}, ${to})))`;
  },
  assign: (path, expression) => `${path} = (${expression})`,
  isPath: expression => javaScriptPath.test(expression.trim()),
  tryAssignment: () => undefined,
};

const pythonName = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;
const pythonPath = /^[^\W\d]\w*(?:\.[^\W\d]\w*|\[(?:\d+|'[^'\\]*'|"[^"\\]*")\])*$/u;

const python: Language = {
  hasGates: false,
  // A key may be any text, and come from anywhere: it must not be read as code.
  member: (path, key, className) =>
    isPlain(className) || !pythonName.test(key) ? `${path}[${JSON.stringify(key)}]` : `${path}.${key}`,
  item: (path, index) => `${path}[${index}]`,
  entry: (path, index, of) => (of === 'map' ? `list(${path}.values())[${index}]` : `list(${path})[${index}]`),
  slice(path, t, from, to) {
    if (t === 'array') return `${path}[${from}:${to}]`;
    if (t === 'set') return `set(list(${path})[${from}:${to}])`;
    return `dict(list((${path} if hasattr(${path}, "items") else vars(${path})).items())[${from}:${to}])`;
  },
  assign(path, expression) {
    const [, owner, index] = /^(.*)\[("(?:[^"\\]|\\.)*"|[^"\]]*)\]$/s.exec(path) ?? [];
    if (owner !== undefined) return `${owner}.__setitem__(${index}, (${expression}))`;
    const dot = path.lastIndexOf('.');
    return `setattr(${path.slice(0, dot)}, ${JSON.stringify(path.slice(dot + 1))}, (${expression}))`;
  },
  isPath: expression => pythonPath.test(expression.trim()),
  tryAssignment(typed) {
    const [, path = '', value = ''] = /^([^=]*?)\s*=(?!=)\s*(.*\S)\s*$/s.exec(typed.trimStart()) ?? [];
    return pythonPath.test(path) ? { path, value } : undefined;
  },
};

export function languageOf(info: TargetInfo | undefined): Language {
  const isPython = info !== undefined && (info.node === '' || info.argv.some(word => /(^|\/)python[\d.]*$/.test(word)));
  return isPython ? python : javaScript;
}

function isPlain(className: string): boolean {
  return className === 'dict' || className === 'Object' || className.endsWith('Dict') || className === 'defaultdict';
}
