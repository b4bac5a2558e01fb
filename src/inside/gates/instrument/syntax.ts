import type { AnyNode, ModuleDeclaration, Statement } from 'acorn';
import type { Binding, Scope } from './scopes.ts';
import { childrenOf, isFunction, namesOf } from './tree.ts';

export type Item = Statement | ModuleDeclaration;

export function canHaveGate(item: Item): boolean {
  switch (item.type) {
    case 'FunctionDeclaration':
    case 'EmptyStatement':
    case 'BlockStatement':
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return false;
    case 'ExportNamedDeclaration':
      return item.declaration != null && item.declaration.type !== 'FunctionDeclaration';
    case 'ExportDefaultDeclaration':
      return item.declaration.type !== 'FunctionDeclaration';
    case 'LabeledStatement':
      return item.body.type !== 'FunctionDeclaration';
    default:
      return true;
  }
}

export function declaredBy(item: AnyNode, scope: Scope): Binding[] {
  let declaration: AnyNode = item;
  if (item.type === 'ExportNamedDeclaration' || item.type === 'ExportDefaultDeclaration') {
    if (!item.declaration) return [];
    declaration = item.declaration;
  }
  if (declaration.type === 'ClassDeclaration') {
    return declaration.id ? found([declaration.id.name], scope) : [];
  }
  if (declaration.type !== 'VariableDeclaration' || declaration.kind === 'var') return [];
  return found(
    declaration.declarations.flatMap(one => namesOf(one.id)),
    scope,
  );
}

function found(names: readonly string[], scope: Scope): Binding[] {
  return names.flatMap(name => scope.bindings.get(name) ?? []);
}

export function afterDirectives(items: readonly Item[]): number {
  let count = 0;
  while (
    count < items.length &&
    'directive' in items[count]! &&
    (items[count] as { directive?: string }).directive != null
  )
    count++;
  return count;
}

export function lineBreakAt(source: string, at: number): number {
  return source.startsWith('\r\n', at) ? 2 : 1;
}

/** Behind the last statement: a comment may end the file without a line break. */
export function endOfCode(source: string, program: Extract<AnyNode, { type: 'Program' }>): number {
  return program.body.at(-1)?.end ?? source.length;
}

/** Whether the body itself, and not a function in it, can be suspended there. */
export function suspendsIn(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
  if (node.type === 'ForOfStatement' && node.await) return true;
  if (isAwaitUsing(node)) return true;
  for (const child of childrenOf(node)) if (suspendsIn(child)) return true;
  return false;
}

export function isAwaitUsing(item: AnyNode): boolean {
  return item.type === 'VariableDeclaration' && item.kind === 'await using';
}

export function keyName(node: { key: AnyNode; computed: boolean }): string {
  if (node.computed) return '';
  if (node.key.type === 'Identifier') return node.key.name;
  if (node.key.type === 'PrivateIdentifier') return `#${node.key.name}`;
  return node.key.type === 'Literal' ? String(node.key.value) : '';
}

export function targetName(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? keyName({ key: node.property, computed: node.computed }) : '';
}

/**
 * Awaits right below a node that V8 names in an error when their value will not do: `(await x)()` is "(intermediate value)
 * is not a function". A call of ours round them would be named instead.
 */
export function namedInErrors(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return awaitsOf(calleeOf(node.callee));
    case 'TaggedTemplateExpression':
      return awaitsOf(calleeOf(node.tag));
    case 'SpreadElement':
      return awaitsOf(node.argument);
    case 'ForOfStatement':
      return awaitsOf(node.right);
    case 'VariableDeclarator':
      return node.id.type === 'ArrayPattern' && node.init ? awaitsOf(node.init) : [];
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return node.left.type === 'ArrayPattern' ? awaitsOf(node.right) : [];
    default:
      return [];
  }
}

/** Whether going on from an await of the node, and of no function in it, is not marked where it stands. */
export function holdsNamedAwait(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  if (namedInErrors(node).length > 0) return true;
  for (const child of childrenOf(node)) if (holdsNamedAwait(child)) return true;
  return false;
}

function calleeOf(node: AnyNode): AnyNode {
  const callee = withoutParentheses(node);
  return callee.type === 'MemberExpression' ? callee.object : callee;
}

function awaitsOf(node: AnyNode): AnyNode[] {
  const inner = withoutParentheses(node);
  return inner.type === 'AwaitExpression' ? [inner] : [];
}

function withoutParentheses(node: AnyNode): AnyNode {
  let inner = node;
  while (inner.type === 'ParenthesizedExpression' || inner.type === 'ChainExpression') inner = inner.expression;
  return inner;
}
