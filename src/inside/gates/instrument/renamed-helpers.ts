import type { AnyNode, Identifier } from 'acorn';
import { matches } from '../../../base/index.ts';
import { machineOf, type RenamedHelper } from './drivers.ts';
import { childrenOf, type FunctionNode, isFunction } from './tree.ts';

/** What no minifier takes from `__generator`, whose state has these; and from regenerator's runtime. */
const stepperWords = /\btrys:\s*\[\]/;
const machineWords = new RegExp(`${stepperWords.source}|["']GeneratorFunction["']`);

const stepper = '__generator';

/** A helper is short; what is longer does more than to drive a generator. */
const mostText = 2_000;

/**
 * A minifier takes the names of compilers' helpers, but not what they do. Writes the names back beside those that stand where a
 * helper is called with a generator. Whether there were any.
 */
export function nameHelpers(program: AnyNode, source: string): boolean {
  if (!matches(/function\s*\*/, source) && !matches(machineWords, source)) return false;
  if (!matches(/\bthrow\b/, source) || !source.includes('Promise')) return false;
  const helpers = new Map<string, string>();
  const calls: Extract<AnyNode, { type: 'CallExpression' }>[] = [];
  const declared = (name: AnyNode | null, value: AnyNode | null | undefined) => {
    const made = value && functionIn(value);
    const helper = made && name?.type === 'Identifier' ? helperLike(made, source) : undefined;
    if (helper !== undefined) helpers.set((name as Identifier).name, helper);
  };
  const visit = (node: AnyNode) => {
    if (node.type === 'CallExpression') calls.push(node);
    else if (node.type === 'VariableDeclarator') declared(node.id, node.init);
    else if (node.type === 'AssignmentExpression') declared(node.left, node.right);
    else if (node.type === 'FunctionDeclaration') declared(node.id, node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  let found = false;
  const named = calls.flatMap(({ callee, arguments: given }) => {
    const helper = callee.type === 'Identifier' ? helpers.get(callee.name) : undefined;
    return helper === undefined ? [] : [{ callee: callee as RenamedHelper, helper, last: given.at(-1) }];
  });
  // Of state machines these are within what is driven.
  for (const { callee, helper } of named) if (helper === stepper) callee.helper = helper;
  for (const { callee, helper, last } of named) {
    if (helper === stepper || last === undefined || !isDriven(last)) continue;
    callee.helper = helper;
    found = true;
  }
  return found;
}

/** Else the name is another's there: a minifier gives the same ones again and again. */
function isDriven(node: AnyNode): boolean {
  return (node.type === 'FunctionExpression' && node.generator === true) || machineOf(node, 'Babel') !== undefined;
}

/** `this && this.__awaiter || function …` */
function functionIn(value: AnyNode): FunctionNode | undefined {
  if (value.type === 'LogicalExpression') return functionIn(value.right);
  if (value.type === 'ParenthesizedExpression') return functionIn(value.expression);
  return isFunction(value) ? value : undefined;
}

/** By how many things it is given, and what it does with the last of them. */
function helperLike(made: FunctionNode, source: string): string | undefined {
  const last = made.params.at(-1);
  if (last?.type !== 'Identifier' || made.end - made.start > mostText) return undefined;
  const text = source.slice(made.start, made.end);
  if (made.params.length === 2)
    return matches(stepperWords, text) && matches(/\bops:\s*\[\]/, text) ? stepper : undefined;
  const does = (what: string) => matches(new RegExp(`(?<![\\w$.])${last.name.replaceAll('$', '\\$')}${what}`), text);
  if (!matches(/\bnew\b/, text) || !text.includes('Promise') || !does('\\.apply\\(')) return undefined;
  if (made.params.length === 1)
    return matches(/(["'])next\1/, text) && matches(/(["'])throw\1/, text) ? '_asyncToGenerator' : undefined;
  if (!does('\\.next\\(') || !does('(?:\\.throw|\\[(["\'])throw\\1\\])\\(')) return undefined;
  return { 3: '__async', 4: '__awaiter' }[made.params.length];
}
