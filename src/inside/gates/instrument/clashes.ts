import type { AnyNode } from 'acorn';
import { childrenOf, isFunction, namesOf } from './tree.ts';

/**
 * A recorded body stands inside a `try` block, where functions are declared for the block. Two of one name, or one beside
 * a `var` of its name, are fine in a function's body and an error in a block; and one in an inner block, which sloppy code
 * gives to the body's name too, is then kept to itself.
 */
export function functionsClash(block: Extract<AnyNode, { type: 'BlockStatement' }>): boolean {
  const functions = new Set<string>();
  const others: AnyNode[] = [];
  for (const item of block.body) {
    let declared: AnyNode = item;
    while (declared.type === 'LabeledStatement') declared = declared.body;
    if (declared.type !== 'FunctionDeclaration' || !declared.id) {
      others.push(item);
      continue;
    }
    if (functions.has(declared.id.name)) return true;
    functions.add(declared.id.name);
  }
  return functions.size > 0 && others.some(one => declaresAgain(one, functions));
}

function declaresAgain(node: AnyNode, names: ReadonlySet<string>): boolean {
  if (node.type === 'FunctionDeclaration') return node.id !== null && names.has(node.id.name);
  if (isFunction(node)) return false;
  if (node.type === 'VariableDeclaration' && node.kind === 'var') {
    if (node.declarations.some(one => namesOf(one.id).some(name => names.has(name)))) return true;
  }
  for (const child of childrenOf(node)) if (declaresAgain(child, names)) return true;
  return false;
}
