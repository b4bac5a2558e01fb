import type { FindingGroup } from '../model/index.ts';
import { type Item, itemList, itemsOf, numberOf, placeOf, type Sections, textOf } from '../reports/index.ts';

export interface WaitNode {
  readonly id: string;
  readonly kind: 'flow' | 'lock';
  readonly name: string;
  /** Of a flow its id. */
  readonly flow: string | undefined;
  /** It is in a ring. */
  readonly inRing: boolean;
}

/** From who waits to what it waits for, and from a lock to who holds it: along the arrows one comes to who has to go on first. */
export interface WaitEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'waits' | 'held';
  readonly forMs: number;
  readonly inRing: boolean;
}

export interface WaitGraph {
  readonly nodes: readonly WaitNode[];
  readonly edges: readonly WaitEdge[];
  /** Ids of the nodes of each ring. `seen`: a finding says so; else it only looks so. */
  readonly rings: readonly { readonly nodes: readonly string[]; readonly seen: boolean }[];
}

interface Draft {
  readonly nodes: Map<string, Omit<WaitNode, 'inRing'>>;
  readonly edges: Omit<WaitEdge, 'inRing'>[];
}

/** Locks that somebody waits for, with their holders. Locks that nobody waits for are no part of it. */
export function waitGraphOf(reports: readonly Sections[], findings: readonly FindingGroup[]): WaitGraph {
  const draft: Draft = { nodes: new Map(), edges: [] };
  const locks = reports.flatMap(({ locks }) => itemsOf(locks));
  const branching = branchingFlows(locks);
  for (const lock of locks) if (itemList(lock.waiters).length > 0) addLock(draft, lock, branching);
  const rings = ringsOf(draft, locks, findings);
  const ringOf = new Map(rings.flatMap(({ nodes }, at) => nodes.map(node => [node, at] as const)));
  return {
    nodes: [...draft.nodes.values()].map(node => ({ ...node, inRing: ringOf.has(node.id) })),
    edges: draft.edges.map(edge => ({
      ...edge,
      inRing: ringOf.has(edge.from) && ringOf.get(edge.from) === ringOf.get(edge.to),
    })),
    rings,
  };
}

export function lockId(lock: Item): string {
  return `lock ${textOf(lock.target)} ${textOf(lock.id)}`;
}

function addLock({ nodes, edges }: Draft, lock: Item, branching: ReadonlySet<string>): void {
  const id = lockId(lock);
  nodes.set(id, { id, kind: 'lock', name: textOf(lock.name), flow: undefined });
  const add = (ticket: Item) => {
    const node = flowNode(ticket, branching);
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  for (const one of itemList(lock.waiters))
    edges.push({ from: add(one), to: id, kind: 'waits', forMs: numberOf(one.forMs) ?? 0 });
  for (const one of itemList(lock.holders))
    edges.push({ from: id, to: add(one), kind: 'held', forMs: numberOf(one.forMs) ?? 0 });
}

/** A flow that took part in several functions is several who wait: its calls may run beside each other. */
function flowNode(ticket: Item, branching: ReadonlySet<string>): Omit<WaitNode, 'inRing'> {
  const flow = textOf(ticket.flow);
  const name = textOf(ticket.flowName) || flow;
  const branch = placeOf(ticket.at)?.function ?? '';
  if (!branching.has(flow) || branch === '') return { id: `flow ${flow}`, kind: 'flow', name, flow };
  return { id: `flow ${flow} ${branch}`, kind: 'flow', name: `${name}: ${branch}`, flow };
}

function branchingFlows(locks: readonly Item[]): Set<string> {
  const functions = new Map<string, Set<string>>();
  for (const lock of locks)
    for (const ticket of [...itemList(lock.holders), ...itemList(lock.waiters)]) {
      const flow = textOf(ticket.flow);
      const own = functions.get(flow) ?? new Set();
      functions.set(flow, own.add(placeOf(ticket.at)?.function ?? ''));
    }
  return new Set([...functions].filter(([, own]) => own.size > 1).map(([flow]) => flow));
}

/** Where one comes back along the arrows, and each lock on the way has no permit left. */
function ringsOf(
  { nodes, edges }: Draft,
  locks: readonly Item[],
  findings: readonly FindingGroup[],
): WaitGraph['rings'] {
  const full = new Set(locks.filter(isFull).map(lockId));
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const isOpen = [from, to].some(id => nodes.get(id)?.kind === 'lock' && !full.has(id));
    if (!isOpen) next.set(from, [...(next.get(from) ?? []), to]);
  }
  return strongParts([...nodes.keys()], next).flatMap(part => {
    const flows = new Set(part.flatMap(id => nodes.get(id)?.flow ?? []));
    const lockCount = part.filter(id => nodes.get(id)?.kind === 'lock').length;
    const told = findings.some(
      ({ kind, finding }) =>
        (kind === 'lock-cycle' || kind === 'lock-self-wait') && finding.flows.some(({ id }) => flows.has(id)),
    );
    // One lock alone: whoever waits may do so beside who holds, in the same flow. Only a finding knows.
    return told || lockCount > 1 ? [{ nodes: part, seen: told }] : [];
  });
}

function isFull(lock: Item): boolean {
  return (numberOf(lock.held) ?? 0) >= (numberOf(lock.capacity) ?? Number.POSITIVE_INFINITY);
}

/** Tarjan’s strongly connected components, those of more than one node. Without recursion: chains may be long. */
export function strongParts(ids: readonly string[], next: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const parts: string[][] = [];
  const enter = (id: string) => {
    index.set(id, index.size);
    low.set(id, index.get(id)!);
    open.push(id);
    isOpen.add(id);
    return { id, at: 0 };
  };
  for (const root of ids) {
    if (index.has(root)) continue;
    const calls = [enter(root)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const to = next.get(call.id)?.[call.at++];
      if (to !== undefined) {
        if (!index.has(to)) calls.push(enter(to));
        else if (isOpen.has(to)) low.set(call.id, Math.min(low.get(call.id)!, index.get(to)!));
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller !== undefined) low.set(caller.id, Math.min(low.get(caller.id)!, low.get(call.id)!));
      if (low.get(call.id) !== index.get(call.id)) continue;
      const part = open.splice(open.lastIndexOf(call.id));
      for (const id of part) isOpen.delete(id);
      if (part.length > 1) parts.push(part);
    }
  }
  return parts;
}
