import type { AnyNode, Identifier } from 'acorn';
import { matches } from '../../../base/index.ts';
import { isFunction } from './tree.ts';

/** A helper of a compiler's that runs a generator as an async function: what the generator yields it awaits. */
export interface Driver {
  readonly kind: 'async' | 'async-generator';
  /** Which of its arguments is the generator. */
  readonly at: number;
  readonly compiler: 'TypeScript' | 'Babel' | 'SWC' | 'esbuild';
}

/** A helper's name as its compiler gave it, where a minifier has taken it. */
export interface RenamedHelper extends Identifier {
  helper?: string;
}

type Call = Extract<AnyNode, { type: 'CallExpression' }>;

const drivers: readonly (Driver & { readonly name: RegExp })[] = [
  { name: /^__awaiter\d*$/, kind: 'async', at: 3, compiler: 'TypeScript' },
  { name: /^__asyncGenerator\d*$/, kind: 'async-generator', at: 2, compiler: 'TypeScript' },
  { name: /^__async\d*$/, kind: 'async', at: 2, compiler: 'esbuild' },
  { name: /asyncToGenerator\d*$/, kind: 'async', at: 0, compiler: 'Babel' },
  { name: /async_to_generator\d*$/, kind: 'async', at: 0, compiler: 'SWC' },
  { name: /wrapAsyncGenerator\d*$/, kind: 'async-generator', at: 0, compiler: 'Babel' },
  { name: /wrap_async_generator\d*$/, kind: 'async-generator', at: 0, compiler: 'SWC' },
];

/** Most sources need not be searched. */
export function namesHelpers(source: string): boolean {
  return matches(/__awaiter|__async|to_?generator|async_?generator/i, source);
}

/** Within an async generator: `yield __await(x)` is an await, any other `yield` is one. */
const awaitHelper = /^__await\d*$|awaitAsyncGenerator\d*$|await_async_generator\d*$/;

/** The driver that a call calls, and what it drives: a generator, or what stands where one would. */
export function driverOf(call: Call): { readonly driver: Driver; readonly driven: AnyNode } | undefined {
  const name = helperName(call.callee);
  if (name === undefined) return undefined;
  for (const driver of drivers) {
    const driven = call.arguments[driver.at];
    if (driven !== undefined && call.arguments.length === driver.at + 1 && matches(driver.name, name))
      return { driver, driven };
  }
  return undefined;
}

/** What helper an await of an async generator goes through: its call, or its `new`. */
export function awaitHelperOf(
  node: AnyNode,
): Extract<AnyNode, { type: 'CallExpression' | 'NewExpression' }> | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const name = helperName(node.callee);
  return name !== undefined && matches(awaitHelper, name) && node.arguments.length === 1 ? node : undefined;
}

/** The state machine that stands in a generator's place, and who made it: its outer function, and the one that is stepped. */
export function machineOf(
  driven: AnyNode,
  by: Driver['compiler'],
): { functions: AnyNode[]; compiler: string } | undefined {
  if (driven.type === 'CallExpression') {
    // regeneratorRuntime.mark(function …), _regenerator().m(function …)
    const [made] = driven.arguments;
    const word = driven.callee.type === 'MemberExpression' && nameOf(driven.callee.property);
    if (made === undefined || !isFunction(made) || (word !== 'mark' && word !== 'm')) return undefined;
    return { functions: [made, ...stepped(made, /^(?:wrap|w)$/, 0)], compiler: 'Babel' };
  }
  if (!isFunction(driven) || driven.generator === true) return undefined;
  const functions = stepped(driven, /^_?_?(?:ts_)?generator\d*$/, 1);
  if (functions.length === 0) return undefined;
  // Babel makes none of these. Where a minifier took the helper's name, SWC's looks like Babel's.
  const compiler = by === 'Babel' ? 'SWC' : by;
  return { functions: [driven, ...functions], compiler };
}

/** `return HELPER(function …)` at a function's end. */
function stepped(outer: AnyNode, helper: RegExp, at: number): AnyNode[] {
  if (!isFunction(outer) || outer.body.type !== 'BlockStatement') return [];
  const last = outer.body.body.at(-1);
  const call = last?.type === 'ReturnStatement' && last.argument ? bare(last.argument) : undefined;
  if (call?.type !== 'CallExpression') return [];
  const one = call.arguments[at];
  const name = helperName(call.callee);
  return one !== undefined && isFunction(one) && name !== undefined && matches(helper, name) ? [one] : [];
}

/** `h`, `(0, h)`, `tslib_1.h`; a module's one export goes by the name of the module: `_h2.default`, `_h._`. Bundlers put `$1` behind it. */
function helperName(callee: AnyNode): string | undefined {
  const node = bare(callee);
  // webpack's `_h_default()`.
  if (node.type === 'CallExpression') return node.arguments.length === 0 ? nameOf(node.callee) : undefined;
  if (node.type !== 'MemberExpression') return nameOf(node);
  const property = nameOf(node.property);
  return property === 'default' || property === '_' ? nameOf(bare(node.object)) : property;
}

function nameOf(node: AnyNode): string | undefined {
  if (node.type === 'Identifier')
    return ((node as RenamedHelper).helper ?? node.name)
      .replace(/__WEBPACK_IMPORTED_MODULE_\d+__(?:_default)?$/, '')
      .replace(/\$\d+$/, '');
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function bare(from: AnyNode): AnyNode {
  let node = from;
  for (;;) {
    if (node.type === 'ParenthesizedExpression') node = node.expression;
    else if (node.type === 'SequenceExpression') node = node.expressions.at(-1)!;
    else return node;
  }
}
