import type { AnyNode } from 'acorn';
import { driverOf } from './drivers.ts';
import { type FunctionNode, isFunction } from './tree.ts';

/** All that it does is to call a driver, or what a driver made; beside that it keeps `this` and `arguments`, or names of its own. */
export function isStarter(node: FunctionNode): boolean {
  if (node.generator === true || node.async === true) return false;
  if (node.body.type !== 'BlockStatement') return isStart(node.body);
  const last = node.body.body.at(-1);
  if (last?.type !== 'ReturnStatement' || !last.argument) return false;
  const before = node.body.body.slice(0, -1);
  if (isStart(last.argument))
    return before.every(one => one.type === 'VariableDeclaration' && one.declarations.every(keeps));
  // `return _f.apply(this, arguments)`; before it, where there is anything, `_f` is made.
  if (isForward(last.argument)) return before.every(one => madeIn(one) !== undefined);
  return madeBy(node) !== undefined;
}

/** It ends with the start of an async function. */
export function endsWithStart(node: FunctionNode): boolean {
  const last = node.body.type === 'BlockStatement' ? node.body.body.at(-1) : node.body;
  const given = last?.type === 'ReturnStatement' ? last.argument : last;
  return !!given && isStart(given);
}

/**
 * An expression as Babel makes it: `var _f = driver(…); return function f() {…}`, or with `f` declared before. What is driven,
 * and by which name.
 */
export function madeBy(node: AnyNode): { readonly driven: AnyNode; readonly name: string } | undefined {
  if (!isFunction(node) || node.body.type !== 'BlockStatement') return undefined;
  const [making, ...more] = node.body.body;
  const driven = making && madeIn(making);
  const last = more.pop();
  if (driven === undefined || last?.type !== 'ReturnStatement' || !last.argument) return undefined;
  const given = more.length === 0 ? last.argument : more[0]!;
  const isWhole = more.length === 0 || (more.length === 1 && last.argument.type === 'Identifier');
  return isWhole && isForwarder(given) ? { driven, name: given.id?.name ?? '' } : undefined;
}

/** A driver's call, or the call of what it gives. */
function isStart(from: AnyNode): boolean {
  let node = from;
  while (node.type === 'ParenthesizedExpression') node = node.expression;
  if (node.type !== 'CallExpression') return false;
  if (driverOf(node) !== undefined) return true;
  const { callee } = node;
  if (callee.type === 'CallExpression') return driverOf(callee) !== undefined;
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'CallExpression' &&
    driverOf(callee.object) !== undefined
  );
}

function keeps({ init }: Extract<AnyNode, { type: 'VariableDeclarator' }>): boolean {
  return !init || init.type === 'ThisExpression' || init.type === 'Identifier';
}

function isForward(node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  const [self, values] = node.arguments;
  return (
    object.type === 'Identifier' &&
    object.name.startsWith('_') &&
    property.type === 'Identifier' &&
    property.name === 'apply' &&
    self?.type === 'ThisExpression' &&
    values?.type === 'Identifier' &&
    values.name === 'arguments'
  );
}

function isForwarder(node: AnyNode): node is FunctionNode {
  if (!isFunction(node) || node.body.type !== 'BlockStatement') return false;
  const [only, ...more] = node.body.body;
  return more.length === 0 && only?.type === 'ReturnStatement' && !!only.argument && isForward(only.argument);
}

/** `_f = driver(…)`, with or without `var`: what is driven. */
function madeIn(node: AnyNode): AnyNode | undefined {
  const made =
    node.type === 'VariableDeclaration' && node.declarations.length === 1
      ? node.declarations[0]!.init
      : node.type === 'ExpressionStatement' && node.expression.type === 'AssignmentExpression'
        ? node.expression.right
        : undefined;
  return made?.type === 'CallExpression' ? driverOf(made)?.driven : undefined;
}
