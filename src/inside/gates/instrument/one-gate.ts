import { type AnyNode, parse } from 'acorn';
import { matches } from '../../../base/index.ts';
import type { Local } from '../gated/index.ts';
import { gateSource } from './gate-source.ts';
import { childrenOf, isFunction } from './tree.ts';

/** A place of the text, lines and columns from 1. */
export interface PlaceOfGate {
  readonly line: number;
  readonly column: number;
  readonly function: string;
}

/** A piece of text to put in, by its offset. */
export interface GatePiece {
  readonly at: number;
  readonly text: string;
}

/** One gate in an async function, for a text that runs already: nothing else of the text changes. */
export interface OneGate {
  readonly ok: true;
  readonly place: PlaceOfGate;
  /** Those that can be changed by value, those that cannot, then those that the accessor reaches. */
  readonly names: readonly Local[];
  readonly editable: number;
  readonly byValue: number;
  /** `hand`: how it calls us. */
  write(hand: string, id: number): readonly GatePiece[];
}

export interface NoGate {
  readonly ok: false;
  readonly why: 'unreadable' | 'no-statement';
  /** Statements of async functions, where one would do. */
  readonly places: readonly PlaceOfGate[];
}

/** The first statement of an async function that is wanted. */
export function oneGate(
  source: string,
  kind: 'module' | 'commonjs',
  isWanted: (line: number, column: number) => boolean,
): OneGate | NoGate {
  const gated = gateSource(source, { kind, key: '' });
  if (!gated.ok) return { ok: false, why: 'unreadable', places: [] };
  const { gates, functions } = gated.table;
  const lines = lineStarts(source);
  const able = gates.filter(({ fn }) => functions[fn]?.kind.startsWith('async') === true);
  const places = able.map(({ line, column, fn }) => ({ line, column, function: functions[fn]?.name ?? '' }));
  const index = able.findIndex(({ line, column }) => isWanted(line, column));
  const gate = able[index];
  if (gate === undefined) return { ok: false, why: 'no-statement', places };
  const program = parse(source, { ecmaVersion: 'latest', sourceType: kind, allowHashBang: true, preserveParens: true });
  const found = find(program, lines[gate.line - 1]! + gate.column - 1);
  if (found === undefined) return { ok: false, why: 'no-statement', places: [] };
  const editable = gate.values.filter(one => one.editable);
  const fixed = gate.values.filter(one => !one.editable);
  return {
    ok: true,
    place: places[index]!,
    names: [...editable, ...fixed, ...gate.shared],
    editable: editable.length,
    byValue: gate.values.length,
    write: (hand, id) => {
      const names = (all: readonly Local[]) => `[${all.map(one => one.name).join(',')}]`;
      const into = editable.length === 0 ? '' : `${names(editable)}=`;
      const access = gate.shared.length === 0 ? '' : `,${accessorOf(gate.shared)}`;
      const call = `${hand}.w(${id},${found.self},${names(editable)},${names(fixed)}${access})`;
      const text = `${hand}?.m(${id})&&(${into}await ${call});`;
      const { item } = found;
      return found.isAlone
        ? [
            { at: item.start, text: `{${text}` },
            { at: item.end, text: '}' },
          ]
        : [{ at: item.start, text }];
    },
  };
}

interface Found {
  readonly item: AnyNode;
  /** It is the one statement of an `if` or a loop. */
  readonly isAlone: boolean;
  readonly self: 'this' | 'undefined';
}

/** The statement that begins there, in an async function. */
function find(program: AnyNode, at: number): Found | undefined {
  const walk = (node: AnyNode, above: readonly AnyNode[]): Found | undefined => {
    const parent = above.at(-1);
    if (node.start === at && parent !== undefined && matches(/(?:Statement|Declaration)$/, node.type)) {
      const isListed = matches(/^(?:BlockStatement|SwitchCase)$/, parent.type);
      const isAlone = matches(/^(?:If|For|ForIn|ForOf|While|DoWhile)Statement$/, parent.type);
      const fn = above.findLast(isFunction);
      if ((isListed || isAlone) && fn !== undefined && 'async' in fn && fn.async)
        return { item: node, isAlone, self: selfIn(above) };
    }
    for (const child of childrenOf(node)) {
      if (child.start > at || child.end <= at) continue;
      const found = walk(child, [...above, node]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(program, []);
}

/** In a constructor of a class that extends another there may be no `this` yet. */
function selfIn(above: readonly AnyNode[]): Found['self'] {
  const at = above.findLastIndex(one => isFunction(one) && one.type !== 'ArrowFunctionExpression');
  const method = above[at - 1];
  return method?.type === 'MethodDefinition' && method.kind === 'constructor' ? 'undefined' : 'this';
}

/** Reads by index; writes with the index's complement, where the name can be written. */
function accessorOf(shared: readonly Local[]): string {
  const used = new Set(shared.map(one => one.name));
  const [key, value] = ['k', 'v', '$k', '$v', '$k1', '$v1'].filter(name => !used.has(name));
  const ways = shared.map(
    ({ name, editable }, at) => `${key}===${at}?${name}:${editable ? `${key}===${~at}?${name}=${value}:` : ''}`,
  );
  return `(${key},${value})=>${ways.join('')}0`;
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length);
  return starts;
}
