import { parse } from 'acorn';
import { type GateTable, gatesGlobal, gateWords, mark, tableVersion } from '../gated/index.ts';
import { readNames } from './names.ts';
import { placeGates } from './place-gates.ts';

export interface GateOptions {
  readonly kind: 'module' | 'commonjs' | 'script';
  /** What the file is called in its prelude, to get the switches of its gates. */
  readonly key: string;
  /** It may be part of a cycle of imports: our names come by an import, which is there before any of its code runs. */
  readonly cycle?: boolean;
  readonly everyStatementAt?: (from: number, to: number) => boolean;
}

export type GateResult =
  | { readonly ok: true; readonly text: string; readonly table: GateTable }
  | { readonly ok: false; readonly why: string; readonly line?: number };

/** Source in, gated source out. A source that cannot be gated says why; it is never changed halfway. */
export function gateSource(source: string, options: GateOptions): GateResult {
  if (source.includes(mark)) return { ok: false, why: 'it holds marks of gates already' };
  const prefix = prefixes.find(one => !source.includes(one));
  if (prefix === undefined) return { ok: false, why: 'it uses all names that gates could have' };
  try {
    const program = parse(source, {
      ecmaVersion: 'latest',
      sourceType: options.kind,
      allowHashBang: true,
      preserveParens: true,
    });
    const placed = placeGates(source, program, readNames(program), {
      prefix,
      preludeFirst: options.cycle === true,
      prelude: gates => preludeOf(prefix, options, gates),
      ...(options.everyStatementAt === undefined ? {} : { everyStatementAt: options.everyStatementAt }),
    });
    const { text, ...table } = placed;
    const functionCount = table.functions.length;
    const skippedCount = table.skipped.length;
    return { ok: true, text, table: { version: tableVersion, functionCount, skippedCount, prefix, ...table } };
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    return { ok: false, why: `it could not be parsed: ${message}`, ...(loc === undefined ? {} : { line: loc.line }) };
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
