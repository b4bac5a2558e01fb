import { fail } from '../../base/index.ts';
import type { SnapshotHead, SnapshotSink } from './snapshot-reader.ts';

/** Where a function is written, as the engine has it: lines and columns from 0. */
export interface ScriptPlace {
  readonly script: string;
  readonly line: number;
  readonly column: number;
}

/** Words by which the engine names what we follow; all other edges are kept without their names. */
const followed = [
  'parameters_and_registers',
  'function',
  '__proto__',
  'context',
  'extension',
  'reactions_or_result',
] as const;
export type Word = (typeof followed)[number];

const maxNameCharacters = 120;

/**
 * A heap snapshot as a graph in a few flat arrays, some 30 bytes an object. Of its strings the names of functions and classes are
 * kept and no other: what the program's strings hold is let go as it comes.
 */
export class HeapGraph implements SnapshotSink {
  nodeCount = 0;
  #types: readonly string[] = [];
  #edgeTypes: readonly string[] = [];
  #nodeType = new Uint8Array();
  #nodeName = new Uint32Array();
  #nodeId = new Float64Array();
  /** Of each node its first edge; one more at the end. */
  #firstEdge = new Uint32Array();
  #edgeType = new Uint8Array();
  #edgeName = new Uint32Array();
  #edgeTo = new Uint32Array();
  #nodeFields: readonly string[] = [];
  #edgeFields: readonly string[] = [];
  #locationFields: readonly string[] = [];
  #locations: number[] = [];
  #wanted = new Uint8Array();
  #names = new Map<number, string>();
  #words = new Map<Word, number>();
  #strings = 0;
  #node = 0;
  #edge = 0;
  #field = 0;
  #location = new Float64Array();

  onHead(head: SnapshotHead): void {
    for (const [have, needs] of [
      [head.nodeFields, ['type', 'name', 'id', 'edge_count']],
      [head.edgeFields, ['type', 'name_or_index', 'to_node']],
      [head.locationFields, ['object_index', 'script_id', 'line', 'column']],
    ] as const) {
      const missing = needs.find(one => !have.includes(one));
      if (missing !== undefined)
        throw fail('refused', `This Node's heap snapshots have no field "${missing}": they cannot be read here.`);
    }
    this.nodeCount = head.nodeCount;
    this.#types = head.nodeTypes;
    this.#edgeTypes = head.edgeTypes;
    this.#nodeFields = head.nodeFields;
    this.#edgeFields = head.edgeFields;
    this.#locationFields = head.locationFields;
    this.#location = new Float64Array(head.locationFields.length);
    this.#nodeType = new Uint8Array(head.nodeCount);
    this.#nodeName = new Uint32Array(head.nodeCount);
    this.#nodeId = new Float64Array(head.nodeCount);
    this.#firstEdge = new Uint32Array(head.nodeCount + 1);
    this.#edgeType = new Uint8Array(head.edgeCount);
    this.#edgeName = new Uint32Array(head.edgeCount);
    this.#edgeTo = new Uint32Array(head.edgeCount);
  }

  onNumber(list: string, value: number): void {
    if (list === 'edges') this.#takeEdge(value);
    else if (list === 'nodes') this.#takeNode(value);
    else if (list === 'locations') this.#takeLocation(value);
  }

  onString(text: string): void {
    const index = this.#strings++;
    if (this.#wanted.length === 0) this.#want();
    if (this.#wanted[index] === 1) this.#names.set(index, text.slice(0, maxNameCharacters));
    if (text.length < 30 && (followed as readonly string[]).includes(text)) this.#words.set(text as Word, index);
  }

  #takeNode(value: number): void {
    const node = this.#node;
    const field = this.#nodeFields[this.#field];
    if (field === 'type') this.#nodeType[node] = value;
    else if (field === 'name') this.#nodeName[node] = value;
    else if (field === 'id') this.#nodeId[node] = value;
    else if (field === 'edge_count') this.#firstEdge[node + 1] = (this.#firstEdge[node] as number) + value;
    if (++this.#field < this.#nodeFields.length) return;
    this.#field = 0;
    this.#node++;
  }

  #takeEdge(value: number): void {
    const field = this.#edgeFields[this.#field];
    if (field === 'type') this.#edgeType[this.#edge] = value;
    else if (field === 'name_or_index') this.#edgeName[this.#edge] = value;
    else if (field === 'to_node') this.#edgeTo[this.#edge] = value / this.#nodeFields.length;
    if (++this.#field < this.#edgeFields.length) return;
    this.#field = 0;
    this.#edge++;
  }

  /** Of plain objects alone: generators are some of them, closures are told by theirs. */
  #takeLocation(value: number): void {
    this.#location[this.#field] = value;
    if (++this.#field < this.#locationFields.length) return;
    this.#field = 0;
    const of = (name: string) => this.#location[this.#locationFields.indexOf(name)] as number;
    const node = of('object_index') / this.#nodeFields.length;
    if (this.typeOf(node) === 'object') this.#locations.push(node, of('script_id'), of('line'), of('column'));
  }

  #want(): void {
    const kinds = ['closure', 'object', 'hidden'].map(kind => this.#types.indexOf(kind));
    const most = this.#nodeName.reduce((a, b) => Math.max(a, b), 0);
    this.#wanted = new Uint8Array(most + 1);
    for (let node = 0; node < this.nodeCount; node++)
      if (kinds.includes(this.#nodeType[node] as number)) this.#wanted[this.#nodeName[node] as number] = 1;
  }

  typeOf(node: number): string {
    return this.#types[this.#nodeType[node] as number] ?? '';
  }

  nameOf(node: number): string {
    return this.#names.get(this.#nodeName[node] as number) ?? '';
  }

  /** By which the engine finds the object again. */
  idOf(node: number): string {
    return String(this.#nodeId[node]);
  }

  /** Where an edge of that name leads; undefined: it has none. */
  follow(node: number, word: Word): number | undefined {
    const name = this.#words.get(word);
    if (name === undefined) return undefined;
    const end = this.#firstEdge[node + 1] as number;
    for (let edge = this.#firstEdge[node] as number; edge < end; edge++) {
      if (this.#edgeName[edge] !== name) continue;
      const type = this.#edgeTypes[this.#edgeType[edge] as number];
      if (type === 'internal' || type === 'property') return this.#edgeTo[edge];
    }
    return undefined;
  }

  /** Which of its fields hold an object. */
  shapeOf(node: number): string {
    return this.#edgeName.subarray(this.#firstEdge[node], this.#firstEdge[node + 1]).join();
  }

  /** What it holds in fields that have no name. */
  *hidden(node: number): Generator<number> {
    const end = this.#firstEdge[node + 1] as number;
    for (let edge = this.#firstEdge[node] as number; edge < end; edge++)
      if (this.#edgeTypes[this.#edgeType[edge] as number] === 'hidden') yield this.#edgeTo[edge] as number;
  }

  /** Objects that the engine can say a function's place of, with that place. */
  *placed(): Generator<[node: number, place: ScriptPlace]> {
    for (let at = 0; at < this.#locations.length; at += 4) {
      const [node, script, line, column] = this.#locations.slice(at, at + 4) as [number, number, number, number];
      yield [node, { script: String(script), line, column }];
    }
  }
}
