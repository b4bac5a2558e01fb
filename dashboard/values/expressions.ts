import type { TargetInfo } from '../../src/wire/protocol/index.ts';

/** How expressions are written in a target, to read parts of a value again. */
export interface Expressions {
  /** `className`: of the value that has the field. */
  member(owner: string, key: string, className: string): string;
  item(owner: string, index: number): string;
  /** The value of a map's entry, or an element of a set, by its number. */
  entry(owner: string, index: number, of: 'map' | 'set'): string;
  /** Elements, entries or fields from one number up to another. */
  slice(owner: string, t: string, from: number, to: number): string;
}

const name = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

const javaScript: Expressions = {
  member: (owner, key) => (name.test(key) ? `${owner}.${key}` : `${owner}[${JSON.stringify(key)}]`),
  item: (owner, index) => `${owner}[${index}]`,
  entry: (owner, index, of) => `[...${owner}][${index}]${of === 'map' ? '[1]' : ''}`,
  slice(owner, t, from, to) {
    if (t === 'array') return `Array.prototype.slice.call(${owner}, ${from}, ${to})`;
    if (t === 'map' || t === 'set') return `new ${t === 'map' ? 'Map' : 'Set'}([...${owner}].slice(${from}, ${to}))`;
    // By descriptor: a getter stays one, and is not run.
    const fields = `Object.entries(Object.getOwnPropertyDescriptors(${owner})).filter(([, one]) => one.enumerable)`;
    return `Object.defineProperties({}, Object.fromEntries(${fields}.slice(${from}, ${to})))`;
  },
};

const pythonName = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;

const python: Expressions = {
  // A key may be any text, and come from anywhere: it must not be read as code.
  member: (owner, key, className) =>
    isDict(className) || !pythonName.test(key) ? `${owner}[${JSON.stringify(key)}]` : `${owner}.${key}`,
  item: (owner, index) => `${owner}[${index}]`,
  entry: (owner, index, of) => (of === 'map' ? `list(${owner}.values())[${index}]` : `list(${owner})[${index}]`),
  slice(owner, t, from, to) {
    if (t === 'array') return `${owner}[${from}:${to}]`;
    if (t === 'set') return `set(list(${owner})[${from}:${to}])`;
    return `dict(list((${owner} if hasattr(${owner}, "items") else vars(${owner})).items())[${from}:${to}])`;
  },
};

export function expressionsOf(target: TargetInfo | undefined): Expressions {
  return isPython(target) ? python : javaScript;
}

export function isPython(target: TargetInfo | undefined): boolean {
  return target?.python !== undefined;
}

function isDict(className: string): boolean {
  return className === 'dict' || className === 'Object' || className.endsWith('Dict') || className === 'defaultdict';
}
