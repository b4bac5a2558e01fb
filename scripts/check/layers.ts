import { posix } from 'node:path';
import type { Import, Source } from './sources.ts';

/** What layers.json says. */
export interface Layers {
  readonly layers: Readonly<Record<string, readonly string[]>>;
  readonly testsMayAlsoImport: readonly string[];
  /** Files that are doors besides every folder's index.ts. */
  readonly alsoDoors: readonly string[];
  /** Their files may be imported past the door. */
  readonly openFolders: readonly string[];
  readonly foldersWithoutDoor: readonly string[];
  readonly forbiddenFolders: readonly string[];
}

/** Every breach of the house's arrows, one line each. Pure: it sees what it is handed. */
export function checkLayers(rules: Layers, sources: readonly Source[]): string[] {
  return [
    ...ringsBetweenLayers(rules),
    ...sources.flatMap(source => badArrows(rules, source)),
    ...ringsBetweenFiles(sources, one => !one.typeOnly),
    ...folders(rules, sources),
  ];
}

function badArrows(rules: Layers, source: Source): string[] {
  const from = layerOf(rules, source.path);
  if (from === undefined) return [`${source.path} is in no layer of layers.json.`];
  const isTest = /\.test\.[cm]?[jt]s$/.test(source.path);
  const allowed = new Set([from, ...(rules.layers[from] ?? []), ...(isTest ? rules.testsMayAlsoImport : [])]);
  const wrong: string[] = [];
  for (const one of source.imports) {
    if (one.file === undefined) continue;
    const where = `${source.path}:${one.line}`;
    const to = layerOf(rules, one.file);
    if (to === undefined) wrong.push(`${where} imports ${one.file}, which is in no layer.`);
    else if (!allowed.has('*') && !allowed.has(to)) wrong.push(`${where} imports ${to}; ${from} may not.`);
    else if (to !== from && !isDoor(rules, to, one.file))
      wrong.push(`${where} imports ${one.file} past the doors of ${to}: import an index.ts.`);
  }
  return wrong;
}

function isDoor(rules: Layers, layer: string, file: string): boolean {
  return (
    file === layer ||
    posix.basename(file) === 'index.ts' ||
    rules.alsoDoors.includes(file) ||
    rules.openFolders.includes(layer)
  );
}

export function layerOf(rules: Layers, path: string): string | undefined {
  let best: string | undefined;
  for (const layer of Object.keys(rules.layers)) {
    if ((path === layer || path.startsWith(`${layer}/`)) && layer.length > (best?.length ?? 0)) best = layer;
  }
  return best;
}

function ringsBetweenLayers(rules: Layers): string[] {
  const arrows = new Map(Object.entries(rules.layers).map(([from, to]) => [from, to.filter(one => one !== '*')]));
  const unknown = [...arrows].flatMap(([from, to]) =>
    to.filter(one => !arrows.has(one)).map(one => `layers.json: ${from} may import ${one}, which is no layer.`),
  );
  return [...unknown, ...rings(arrows).map(ring => `layers.json allows a ring: ${ring.join(' → ')}`)];
}

/** Rings that are closed by types alone: nothing is loaded in a ring, but two files are one thing in two halves. */
export function ringsOfTypes(sources: readonly Source[]): string[] {
  const loaded = new Set(ringsBetweenFiles(sources, one => !one.typeOnly));
  return ringsBetweenFiles(sources, () => true).filter(ring => !loaded.has(ring));
}

function ringsBetweenFiles(sources: readonly Source[], counts: (one: Import) => boolean): string[] {
  const arrows = new Map(
    sources.map(one => [one.path, one.imports.filter(counts).flatMap(to => to.file ?? [])] as const),
  );
  return rings(arrows).map(ring => `Files import each other in a ring: ${ring.join(' → ')}`);
}

/** One ring for each arrow that closes one, depth first. */
function rings(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (at: string) => {
    const open = path.indexOf(at);
    if (open >= 0) found.push([...path.slice(open), at]);
    if (open >= 0 || done.has(at)) return;
    path.push(at);
    for (const next of arrows.get(at) ?? []) visit(next);
    path.pop();
    done.add(at);
  };
  for (const start of arrows.keys()) visit(start);
  return found;
}

function folders(rules: Layers, sources: readonly Source[]): string[] {
  const wrong: string[] = [];
  const seen = new Map<string, Set<string>>();
  for (const { path } of sources) {
    const folder = posix.dirname(path);
    const files = seen.get(folder) ?? new Set();
    seen.set(folder, files.add(posix.basename(path)));
  }
  for (const [folder, files] of seen) {
    const bad = folder.split('/').find(part => rules.forbiddenFolders.includes(part));
    if (bad !== undefined) wrong.push(`${folder}: a folder named "${bad}" says nothing of what it owns.`);
    if (!files.has('index.ts') && !rules.foldersWithoutDoor.includes(folder)) wrong.push(`${folder} has no index.ts.`);
  }
  return wrong;
}
