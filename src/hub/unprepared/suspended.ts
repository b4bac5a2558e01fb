import type { HeapGraph, ScriptPlace } from './heap-graph.ts';

export type SuspendedKind = 'async function' | 'async generator' | 'generator';

/** One call of a function that stands still, as the heap has it. */
export interface Suspended {
  readonly node: number;
  readonly kind: SuspendedKind;
  /** Empty: the function has no name. */
  readonly name: string;
  /** Where the function is written, not where it stands. */
  readonly place: ScriptPlace;
  /** Nobody asked it to go on: a generator between two values. */
  readonly isIdle: boolean;
  /** Which of its variables and temporaries have a value. Calls that stand at one line are mostly alike in it. */
  readonly shape: string;
}

export interface FoundSuspended {
  readonly all: readonly Suspended[];
  /** Who awaits the result of a call, by its node. */
  readonly awaitedBy: ReadonlyMap<number, readonly number[]>;
}

const maxReactions = 1_000;

/** Every generator object: async functions are such to the engine, in Node 20 as in 26. */
export function findSuspended(graph: HeapGraph): FoundSuspended {
  const all: Suspended[] = [];
  for (const [node, place] of graph.placed()) {
    const values = graph.follow(node, 'parameters_and_registers');
    if (values === undefined) continue;
    const fn = graph.follow(node, 'function');
    if (fn === undefined) continue;
    const name = graph.nameOf(fn);
    all.push({ node, name, place, shape: graph.shapeOf(values), ...kindOf(graph, node) });
  }
  const nodes = new Set(all.map(({ node }) => node));
  const awaitedBy = new Map<number, readonly number[]>();
  for (const { node, kind } of all) {
    const waiting = kind === 'async function' ? awaiting(graph, node, nodes) : [];
    if (waiting.length > 0) awaitedBy.set(node, waiting);
  }
  return { all, awaitedBy };
}

/** An async function's object has no prototype; an async generator with a call of `next` under way has a queue. */
function kindOf(graph: HeapGraph, node: number): Pick<Suspended, 'kind' | 'isIdle'> {
  const proto = graph.follow(node, '__proto__');
  if (proto === undefined || graph.typeOf(proto) !== 'object') return { kind: 'async function', isIdle: false };
  for (const held of graph.hidden(node))
    if (graph.nameOf(held).endsWith('AsyncGeneratorRequest')) return { kind: 'async generator', isIdle: false };
  for (let at: number | undefined = proto, steps = 0; at !== undefined && steps < 4; steps++) {
    if (graph.nameOf(at) === 'AsyncGenerator') return { kind: 'async generator', isIdle: true };
    at = graph.follow(at, '__proto__');
  }
  return { kind: 'generator', isIdle: true };
}

/** From its promise by the reactions to the closures that make who awaits go on, whose context holds its generator object. */
function awaiting(graph: HeapGraph, node: number, known: ReadonlySet<number>): number[] {
  const found = new Set<number>();
  for (const held of graph.hidden(node)) {
    if (graph.nameOf(held) !== 'Promise') continue;
    const first = graph.follow(held, 'reactions_or_result');
    const left = first === undefined ? [] : [first];
    for (let steps = 0; left.length > 0 && steps < maxReactions; steps++) {
      for (const next of graph.hidden(left.pop() as number)) {
        if (graph.nameOf(next).endsWith('PromiseReaction')) left.push(next);
        if (graph.typeOf(next) !== 'closure') continue;
        const context = graph.follow(next, 'context');
        const waits = context === undefined ? undefined : graph.follow(context, 'extension');
        if (waits !== undefined && known.has(waits)) found.add(waits);
      }
    }
  }
  return [...found];
}
