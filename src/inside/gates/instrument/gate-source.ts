import { parse } from 'acorn';
import { type GatedPart, type GateTable, gatesGlobal, gateWords, mark, tableVersion } from '../gated/index.ts';
import { type Evaluated, evaluatedIn, isBundle } from './evaluated.ts';
import { type Piece, placeGates } from './place-gates.ts';

/** What is asked of one text. */
export interface Asked {
  readonly everyStatementAt?: (from: number, to: number) => boolean;
  /** Whether the code of a place stays as it is; undefined where nobody knows who wrote it. */
  readonly leaves?: (line: number, column: number) => boolean | undefined;
}

export interface AskedOfPart extends Asked {
  /** Goes behind it. */
  readonly ending?: string;
}

export interface GateOptions extends Asked {
  readonly kind: 'module' | 'commonjs' | 'script';
  /** What the file is called in its prelude, to get the switches of its gates. */
  readonly key: string;
  /** It may be part of a cycle of imports: our names come by an import, which is there before any of its code runs. */
  readonly cycle?: boolean;
  /** Of a program in a string that it evaluates, which calls itself so. */
  readonly part?: (name: string, text: string) => AskedOfPart | 'left';
}

interface Gated {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly table: GateTable;
}

export type GateResult =
  | ({ readonly ok: true } & Pick<Gated, 'text' | 'table'>)
  | { readonly ok: false; readonly why: string; readonly line?: number };

/** Source in, gated source out. A source that cannot be gated says why; it is never changed halfway. */
export function gateSource(source: string, options: GateOptions): GateResult {
  if (source.includes(mark)) return { ok: false, why: 'it holds marks of gates already' };
  const prefix = prefixes.find(one => !source.includes(one));
  if (prefix === undefined) return { ok: false, why: 'it uses all names that gates could have' };
  try {
    const { text, table } = gated(source, options, prefix);
    return { ok: true, text, table };
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    return { ok: false, why: `it could not be parsed: ${message}`, ...(loc === undefined ? {} : { line: loc.line }) };
  }
}

function gated(source: string, options: GateOptions, prefix: string): Gated {
  const { key, kind, cycle, everyStatementAt, leaves } = options;
  const program = parse(source, { ecmaVersion: 'latest', sourceType: kind, allowHashBang: true, preserveParens: true });
  const inner = evaluatedIn(program, source).flatMap(
    (one, index) => tryPart(one, `${key}.${index}`, options, prefix) ?? [],
  );
  const parts = inner.map(one => one.part);
  const left = isBundle(parts) ? () => true : leaves;
  const placed = placeGates(source, program, {
    prefix,
    preludeFirst: cycle === true,
    prelude: gates => preludeOf(prefix, options, gates),
    more: inner.flatMap(one => one.pieces),
    ...(everyStatementAt === undefined ? {} : { everyStatementAt }),
    ...(left === undefined ? {} : { leaves: left }),
  });
  const sum = (count: (table: Pick<GateTable, 'functions' | 'skipped'>) => number) =>
    [placed.table, ...parts.map(one => one.table)].reduce((total, table) => total + count(table), 0);
  const table: GateTable = {
    version: tableVersion,
    functionCount: sum(one => one.functions.length),
    skippedCount: sum(one => one.skipped.length),
    partCount: parts.length,
    prefix,
    ...placed.table,
    parts,
  };
  return { text: placed.text, pieces: placed.pieces, table };
}

/** Undefined: it stays as it is. */
function tryPart(
  one: Evaluated,
  key: string,
  options: GateOptions,
  prefix: string,
): { part: GatedPart; pieces: Piece[] } | undefined {
  const asked: AskedOfPart | 'left' = options.part?.(one.name, one.text) ?? {};
  if (asked === 'left') return undefined;
  const { ending, ...wanted } = asked;
  try {
    const { text, table, pieces } = gated(one.text, { kind: 'script', key, ...wanted }, prefix);
    const end = ending === undefined ? [] : [{ at: one.text.length, text: `${ending}\n` }];
    return {
      part: { key, name: one.name, text: text + end.map(last => mark + last.text + mark).join(''), table },
      pieces: [...pieces, ...end].map(({ at, text: piece }) => ({ at: one.placeOf(at), text: one.quoted(piece) })),
    };
  } catch {
    return undefined;
  }
}

const prefixes = ['$e', '$e_', '$e_1', '$e_2', '$e_3'];

function preludeOf(prefix: string, { key, cycle }: GateOptions, gates: number): string {
  const call = `globalThis[${JSON.stringify(gatesGlobal)}](${JSON.stringify(key)},${gates})`;
  if (cycle !== true) return `const {${gateWords.map(word => `${word}:${prefix}${word}`).join(',')}}=${call};`;
  // A module of its own, without imports: it is done before any module of the cycle begins.
  const code = `export const {${gateWords.join(',')}}=${call}`;
  const names = gateWords.map(word => `${word} as ${prefix}${word}`).join(',');
  return `import {${names}} from "data:text/javascript,${encodeURIComponent(code)}";`;
}
