import type { AnyNode, Literal } from 'acorn';
import { matches } from '../../../base/index.ts';
import { childrenOf } from './tree.ts';

/** A program in a string that is given to `eval`, as bundlers write their modules for the sake of a source map each. */
export interface Evaluated {
  /** What it calls itself: its `sourceURL`. */
  readonly name: string;
  readonly text: string;
  /** Where a character of it stands in the file. */
  placeOf(at: number): number;
  /** As it has to be written there. */
  quoted(text: string): string;
}

/** Those whose value nobody takes: with gates it would be another. */
export function evaluatedIn(program: AnyNode, source: string): Evaluated[] {
  const found: Evaluated[] = [];
  const visit = (node: AnyNode) => {
    const literal = node.type === 'ExpressionStatement' ? textGivenToEval(node.expression) : undefined;
    const one = literal && tryRead(literal, source);
    if (one !== undefined) found.push(one);
    for (const child of childrenOf(node)) visit(child);
  };
  if (source.includes('eval(') && source.includes('sourceURL=')) visit(program);
  return found;
}

/** The file is a bundle of such programs: all that stands round them is the bundler's. */
export function isBundle(parts: readonly { readonly name: string }[]): boolean {
  return parts.length > 0 && parts.every(({ name }) => matches(/^(?:webpack|rspack|turbopack)/, name));
}

const nameWord = '//# sourceURL=';

/** Of `eval("…")`, or where types are trusted `eval(f("…"))`. */
function textGivenToEval(node: AnyNode): Literal | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'eval')
    return undefined;
  const [given, ...more] = node.arguments;
  if (given === undefined || more.length > 0) return undefined;
  const text = given.type === 'CallExpression' && given.arguments.length === 1 ? given.arguments[0]! : given;
  return text.type === 'Literal' && typeof text.value === 'string' ? text : undefined;
}

function tryRead(literal: Literal, source: string): Evaluated | undefined {
  const text = literal.value as string;
  const at = text.lastIndexOf(nameWord);
  if (at < 0) return undefined;
  const name = /^\S*/.exec(text.slice(at + nameWord.length))![0];
  const places = placesOf(source, literal);
  if (places.length !== text.length + 1 || name === '') return undefined;
  const quote = source[literal.start]!;
  return {
    name,
    text,
    placeOf: one => places[one]!,
    quoted: piece => {
      const inner = JSON.stringify(piece).slice(1, -1);
      return quote === '"' ? inner : inner.replaceAll('\\"', '"').replaceAll("'", "\\'");
    },
  };
}

/** Where each character of a string stands, and its end. */
function placesOf(source: string, { start, end }: Literal): number[] {
  const places: number[] = [];
  for (let at = start + 1; at < end - 1; ) {
    const escaped = source[at] === '\\' ? escapes.exec(source.slice(at, at + 12)) : null;
    const [whole, digits, isNothing] = escaped ?? [source[at]!, undefined, undefined];
    if (isNothing === undefined) places.push(at);
    if (digits !== undefined && Number.parseInt(digits, 16) > 0xffff) places.push(at);
    at += whole.length;
  }
  places.push(end - 1);
  return places;
}

/** `\u{…}`, which may be two characters; the end of a line, which is none; all others. */
const escapes = /^\\(?:u\{([\da-f]+)\}|(\r\n|[\n\r\u2028\u2029])|x[\da-f]{2}|u[\da-f]{4}|[0-3]?[0-7]{1,2}|.)/is;
