import type { CancelNote } from './cancel-note.ts';
import type { ScopeNode } from './scope-node.ts';

/** A cancel scope as its neighbours see it. */
export interface TreeScope extends ScopeNode {
  readonly id: number;
  readonly name: string;
  readonly note: CancelNote | undefined;
  /** The nearest scope of ours around it. */
  readonly parent: TreeScope | undefined;
  /** Active scopes right inside. */
  readonly children: ReadonlySet<TreeScope>;
  /** A shield that is up, on a scope that has not ended. */
  readonly shields: boolean;
  /** A deadline that has passed counts before its timer comes: a busy thread has late timers. */
  expire(): void;
}

export function nearestOwn<S extends TreeScope>(node: ScopeNode | undefined): S | undefined {
  let at = node;
  while (at !== undefined && (at.kind !== 'own' || !at.counts)) at = at.outer;
  return at as S | undefined;
}

/** The outermost cancelled scope that is visible from `scope`, itself included: the one that will swallow the cancel. */
export function cancelSourceFor<S extends TreeScope>(scope: S): S | undefined {
  let source: TreeScope | undefined;
  for (let at: TreeScope | undefined = scope; at !== undefined; at = at.parent) {
    if (!at.counts && at !== scope) continue;
    at.expire();
    if (at.note !== undefined) source = at;
    if (at.shields) break;
  }
  return source as S | undefined;
}

export function isInside(inner: TreeScope | undefined, outer: TreeScope): boolean {
  for (let at = inner; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

/** Names from the cancelled scope inwards. */
export function pathFrom(source: TreeScope, to: TreeScope): string[] {
  const path: string[] = [];
  for (let at: TreeScope | undefined = to; at !== undefined && path.length < 100; at = at.parent) {
    path.unshift(at.name);
    if (at === source) break;
  }
  return path;
}

/** Work that a shield keeps the cancel away from has the right to go on. */
export function hasShieldedWork(scope: TreeScope): boolean {
  for (const child of scope.children) if (child.shields || hasShieldedWork(child)) return true;
  return false;
}
