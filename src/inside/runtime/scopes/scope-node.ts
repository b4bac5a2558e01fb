import type { ScopeEntry } from './scope-entry.ts';

/** A scope as the async context knows it: ours or tracked, with the one around it. `Context.scope` is one of these. */
export interface ScopeNode {
  readonly kind: 'own' | 'tracked';
  readonly outer: ScopeNode | undefined;
  readonly entry: ScopeEntry | undefined;
  /** False once code in its context is no longer inside: an ended scope is looked through. */
  readonly counts: boolean;
  /** The scope around it was exited first. */
  abandon(by: ScopeNode): void;
}

/** The innermost scope that still counts, from what a context carries. */
export function innermost(carried: unknown): ScopeNode | undefined {
  let node = carried as ScopeNode | undefined;
  while (node !== undefined && !node.counts) node = node.outer;
  return node;
}

/**
 * Scopes that were opened inside `node` and are active where it is exited, innermost first. Only the line of async calls
 * that the exit runs in is asked: sibling promises of one flow each have their own, and their order says nothing.
 */
export function openInside(node: ScopeNode, carried: unknown): ScopeNode[] {
  const inner: ScopeNode[] = [];
  for (let at = carried as ScopeNode | undefined; at !== undefined; at = at.outer) {
    if (at === node) return inner;
    if (at.entry?.active === true) inner.push(at);
  }
  return [];
}
