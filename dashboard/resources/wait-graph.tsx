import { addressOf } from '../frame/index.ts';
import { sayMs } from '../words/index.ts';
import { layOut } from './graph-layout.ts';
import type { WaitEdge, WaitGraph, WaitNode } from './wait-graph.ts';

const sizes = { stepX: 215, stepY: 54, nodeWidth: 165, nodeHeight: 36 };
const margin = 26;
const maxNodes = 60;
const maxName = 21;

/** Who waits for whom, as a picture and in words. */
export function WaitGraphView({ graph }: { readonly graph: WaitGraph }) {
  if (graph.nodes.length === 0) return null;
  const { nodes, edges } = cut(graph);
  return (
    <section aria-labelledby="section-waits">
      <h2 id="section-waits">Who waits for whom</h2>
      <Rings graph={graph} />
      <Picture nodes={nodes} edges={edges} />
      <p class="quiet">Round: flows. Boxes: locks. Dashed: waits for; drawn through: is held by.</p>
      {nodes.length < graph.nodes.length && (
        <p class="quiet">
          Drawn are {nodes.length} of {graph.nodes.length}, those in a ring first; the table below has the others.
        </p>
      )}
    </section>
  );
}

/** Rings are what one looks for. */
function cut({ nodes, edges }: WaitGraph): Pick<WaitGraph, 'nodes' | 'edges'> {
  const shown = [...nodes.filter(({ inRing }) => inRing), ...nodes.filter(({ inRing }) => !inRing)].slice(0, maxNodes);
  const ids = new Set(shown.map(({ id }) => id));
  return { nodes: shown, edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

function Rings({ graph: { rings, nodes, edges } }: { readonly graph: WaitGraph }) {
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]));
  return (
    <ul class="plain-list">
      {rings.map(({ nodes: ids, seen }) => {
        const inside = new Set(ids);
        const waits = edges.filter(({ from, to, kind }) => kind === 'waits' && inside.has(from) && inside.has(to));
        return (
          <li key={ids[0]} class={seen ? 'error-text' : ''}>
            <span class={`chip ${seen ? 'error' : 'warning'}`}>{seen ? 'ring' : 'looks like a ring'}</span>{' '}
            {waits.map(({ from, to }) => `${nameOf.get(from)} waits for ${nameOf.get(to)}`).join('; ')}
            {seen ? ': none of them can go on.' : '. Eddy looks again before it says so.'}
          </li>
        );
      })}
    </ul>
  );
}

function Picture({ nodes, edges }: Pick<WaitGraph, 'nodes' | 'edges'>) {
  const layout = layOut(
    nodes.map(({ id }) => id),
    edges,
    sizes,
  );
  const [width, height] = [layout.width + 2 * margin, layout.height + 2 * margin];
  const label = edges.map(edge => edgeWords(edge, nodes)).join('; ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section class="scroll-x graph" tabIndex={0} aria-label="Picture: who waits for whom">
      <svg viewBox={`${-margin} ${-margin} ${width} ${height}`} width={width} height={height}>
        <title>{label}</title>
        <defs>
          {['plain', 'ring'].map(kind => (
            <marker
              key={kind}
              id={`arrow-${kind}`}
              class={`arrow ${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerUnits="userSpaceOnUse"
              markerWidth="12"
              markerHeight="12"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8z" />
            </marker>
          ))}
        </defs>
        {edges.map(edge => (
          <Arrow key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} layout={layout} />
        ))}
        {nodes.map(node => (
          <Node key={node.id} node={node} at={layout.spots.get(node.id)!} />
        ))}
      </svg>
    </section>
  );
}

type Layout = ReturnType<typeof layOut>;

function Arrow({ edge, layout: { spots, bottoms } }: { readonly edge: WaitEdge; readonly layout: Layout }) {
  const { kind, inRing, forMs } = edge;
  const [from, to] = [spots.get(edge.from)!, spots.get(edge.to)!];
  const half = sizes.nodeWidth / 2;
  const isForward = to.x > from.x;
  const low = bottoms.get(edge.from)! + 22;
  // What closes a ring goes below the others.
  const path = isForward
    ? `M${from.x + half} ${from.y}C${from.x + half + 25} ${from.y} ${to.x - half - 25} ${to.y} ${to.x - half - 2} ${to.y}`
    : `M${from.x} ${from.y + sizes.nodeHeight / 2}C${from.x} ${low} ${to.x} ${low} ${to.x} ${to.y + sizes.nodeHeight / 2 + 2}`;
  return (
    <g class={`edge ${kind} ${inRing ? 'ring' : ''}`}>
      <path d={path} marker-end={`url(#arrow-${inRing ? 'ring' : 'plain'})`}>
        <title>{`${kind === 'waits' ? 'waits' : 'held'} for ${sayMs(forMs)}`}</title>
      </path>
    </g>
  );
}

function Node({ node, at }: { readonly node: WaitNode; readonly at: { readonly x: number; readonly y: number } }) {
  const { kind, name, flow, inRing } = node;
  const { nodeWidth, nodeHeight } = sizes;
  const box = (
    <g
      class={`node ${kind} ${inRing ? 'ring' : ''}`}
      transform={`translate(${at.x - nodeWidth / 2} ${at.y - nodeHeight / 2})`}
    >
      <title>{`${kind} ${name}`}</title>
      <rect width={nodeWidth} height={nodeHeight} rx={kind === 'flow' ? nodeHeight / 2 : 4} />
      <text x={nodeWidth / 2} y={nodeHeight / 2 + 5} text-anchor="middle">
        {name.length > maxName ? `${name.slice(0, maxName - 1)}…` : name}
      </text>
    </g>
  );
  return flow === undefined ? box : <a href={addressOf('flow', [flow])}>{box}</a>;
}

function edgeWords({ from, to, kind, forMs }: WaitEdge, nodes: readonly WaitNode[]): string {
  const nameOf = (id: string) => nodes.find(node => node.id === id)?.name ?? id;
  const time = sayMs(forMs);
  return kind === 'waits'
    ? `${nameOf(from)} waits for ${nameOf(to)} for ${time}`
    : `${nameOf(from)} is held by ${nameOf(to)} for ${time}`;
}
