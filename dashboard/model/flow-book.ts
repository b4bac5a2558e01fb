import type { Activity, EddyEvent, FlowActivity } from '../../src/wire/protocol/index.ts';
import { FlowColumns } from './flow-columns.ts';
import { NameTable } from './name-table.ts';
import { NumberList } from './number-list.ts';

/** One flow, for who wants one. Times in epoch ms. */
export interface FlowRow {
  readonly id: string;
  readonly target: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string | undefined;
  readonly start: number;
  /** NaN while it is alive. */
  readonly end: number;
  /** `gone`: its target ended; `unseen`: it was no longer there when we looked, and had ended some time before `end`. */
  readonly outcome: string | undefined;
}

export interface FlowBookOptions {
  readonly maxFlows?: number;
}

const maxFlowsUnlessTold = 1_000_000;
/** Ends that we heard of without a beginning. */
const maxStray = 100_000;
/** Flows that were alive at a look are told of within this; their ends come by events, which wait a while. */
const lateMs = 2_000;
const stray = -1;

/**
 * Flows by number, in the order in which we heard of them, which is nearly that of their starts. When there are too many, of
 * the older half those that have ended go, and are counted; where that is not enough, the oldest go, alive or not. Numbers
 * change then: `epoch` tells. Draw from `columns` and the tables; `at` makes an object.
 */
export class FlowBook {
  /** Counts up with each change. */
  revision = 0;
  /** Counts up when numbers have changed: what was remembered by number is of no use any more. */
  epoch = 0;
  /** Flows that were let go of here. */
  dropped = 0;
  readonly columns = new FlowColumns();
  /** Numbers in the order in which we heard that they ended: who follows the book reads on from where it was. */
  readonly endings = new NumberList();
  targetNames = new NameTable();
  names = new NameTable();
  kinds = new NameTable();
  outcomes = new NameTable();
  readonly #maxFlows: number;
  /** By target: rows by serial. */
  #rows = new Map<string, Map<number, number>>();
  #live = 0;
  #strays = 0;

  constructor({ maxFlows = maxFlowsUnlessTold }: FlowBookOptions = {}) {
    this.#maxFlows = maxFlows;
    this.outcomes.numberOf('');
  }

  get size(): number {
    return this.columns.size;
  }

  get liveCount(): number {
    return this.#live;
  }

  /** Flows whose end was told and whose beginning was not. */
  get strayCount(): number {
    return this.#strays;
  }

  numberOf(id: string): number | undefined {
    const { target, serial } = partsOf(id);
    const number = this.#rows.get(target)?.get(serial);
    return number === stray ? undefined : number;
  }

  /** The number of its parent, where that is known. */
  parentNumberOf(number: number): number | undefined {
    const serial = this.columns.parentSerials[number]!;
    if (Number.isNaN(serial)) return undefined;
    const parent = this.#rows.get(this.targetOf(number))?.get(serial);
    return parent === stray ? undefined : parent;
  }

  idOf(number: number): string {
    return `${this.targetOf(number)}.${this.columns.serials[number]}`;
  }

  targetOf(number: number): string {
    return this.targetNames.at(this.columns.targets[number]!);
  }

  nameOf(number: number): string {
    return this.names.at(this.columns.names[number]!);
  }

  kindOf(number: number): string {
    return this.kinds.at(this.columns.kinds[number]!);
  }

  /** Empty while it is alive, and where nobody told. */
  outcomeOf(number: number): string {
    return this.outcomes.at(this.columns.outcomes[number]!);
  }

  isAlive(number: number): boolean {
    return Number.isNaN(this.columns.ends[number]);
  }

  at(number: number): FlowRow {
    const { starts, ends, parentSerials } = this.columns;
    const target = this.targetOf(number);
    const parent = parentSerials[number]!;
    const outcome = this.outcomeOf(number);
    return {
      id: this.idOf(number),
      target,
      name: this.nameOf(number),
      kind: this.kindOf(number),
      parent: Number.isNaN(parent) ? undefined : `${target}.${parent}`,
      start: starts[number]!,
      end: ends[number]!,
      outcome: outcome === '' ? undefined : outcome,
    };
  }

  find(id: string): FlowRow | undefined {
    const number = this.numberOf(id);
    return number === undefined ? undefined : this.at(number);
  }

  /** Whether it is of a flow that we know, or was told of here, its end at least. */
  knows(id: string): boolean {
    const { target, serial } = partsOf(id);
    return this.#rows.get(target)?.has(serial) === true;
  }

  take({ kind, flow, at, data }: EddyEvent): void {
    if (flow === undefined) return;
    if (kind === 'flow-started') this.#begin(flow, at, text(data.name), text(data.kind), data.parent);
    else if (kind === 'flow-ended') this.#end(flow, at, text(data.outcome));
  }

  /** A look at all flows of a target that are alive. What is missing in it, and is not so young, has ended. */
  takeLook({ target, at, flows, cut }: Activity): void {
    for (const { id, name, kind, parent, startedAt } of flows) {
      this.#begin(id, startedAt, name, kind, parent);
      this.#revive(id, at);
    }
    const rows = this.#rows.get(target);
    if (cut || rows === undefined) return;
    const alive = new Set(flows.map(({ id }) => partsOf(id).serial));
    for (const [serial, number] of rows) {
      if (number === stray || alive.has(serial) || !this.isAlive(number)) continue;
      if (this.columns.starts[number]! < at - lateMs) this.#close(number, at, 'unseen');
    }
  }

  /** As a look or a report has it: one that ended may have its end. */
  takeFlow(flow: Pick<FlowActivity, 'id' | 'name' | 'kind' | 'startedAt'> & FlowPast): void {
    this.#begin(flow.id, flow.startedAt, flow.name, flow.kind, flow.parent);
    if (flow.endedAt !== undefined) this.#end(flow.id, flow.endedAt, flow.outcome ?? '');
  }

  /** Its flows have no end of their own: they went with it. */
  endTarget(target: string, at: number): void {
    for (const number of this.#rows.get(target)?.values() ?? [])
      if (number !== stray && this.isAlive(number)) this.#close(number, at, 'gone');
  }

  #begin(id: string, at: number, name: string, kind: string, parent: unknown): void {
    if (this.knows(id)) return;
    if (this.columns.size >= this.#maxFlows) this.#forget();
    const { target, serial } = partsOf(id);
    const number = this.columns.add();
    const { starts, ends, serials, parentSerials, targets, names, kinds, outcomes } = this.columns;
    starts[number] = at;
    ends[number] = Number.NaN;
    serials[number] = serial;
    parentSerials[number] = typeof parent === 'string' ? partsOf(parent).serial : Number.NaN;
    targets[number] = this.targetNames.numberOf(target);
    names[number] = this.names.numberOf(name);
    kinds[number] = this.kinds.numberOf(kind);
    outcomes[number] = 0;
    this.#rowsOf(target).set(serial, number);
    this.#live++;
    this.revision++;
  }

  #end(id: string, at: number, outcome: string): void {
    const { target, serial } = partsOf(id);
    const rows = this.#rowsOf(target);
    const number = rows.get(serial);
    if (number === undefined) {
      // A look that is on its way may still have it alive.
      if (this.#strays < maxStray) rows.set(serial, stray);
      this.#strays++;
      return;
    }
    if (number === stray) return;
    // What was only no longer seen has its true end now.
    if (this.isAlive(number)) this.#close(number, at, outcome);
    else if (this.outcomeOf(number) === 'unseen') this.#mend(number, at, outcome);
  }

  /** It was taken for ended, as it or its target was not seen; a look that was on its way then tells nothing. */
  #revive(id: string, at: number): void {
    const number = this.numberOf(id);
    if (number === undefined || this.isAlive(number) || this.columns.ends[number]! >= at) return;
    const outcome = this.outcomeOf(number);
    if (outcome !== 'unseen' && outcome !== 'gone') return;
    this.columns.ends[number] = Number.NaN;
    this.columns.outcomes[number] = 0;
    this.#live++;
    this.revision++;
  }

  #close(number: number, at: number, outcome: string): void {
    this.#live--;
    this.endings.add(number);
    this.#mend(number, at, outcome);
  }

  #mend(number: number, at: number, outcome: string): void {
    this.columns.ends[number] = Math.max(at, this.columns.starts[number]!);
    this.columns.outcomes[number] = this.outcomes.numberOf(outcome);
    this.revision++;
  }

  #rowsOf(target: string): Map<number, number> {
    const known = this.#rows.get(target);
    if (known !== undefined) return known;
    const rows = new Map<number, number>();
    this.#rows.set(target, rows);
    return rows;
  }

  #forget(): void {
    const { size } = this.columns;
    let kept = this.#keep(from => from >= size / 2 || this.isAlive(from));
    if (kept > size * 0.75) kept = this.#keep(from => from >= kept / 2);
    this.dropped += size - kept;
    this.#index();
  }

  #keep(isKept: (number: number) => boolean): number {
    const { columns } = this;
    let to = 0;
    for (let from = 0; from < columns.size; from++) {
      if (!isKept(from)) continue;
      if (from !== to) columns.copyRow(from, to);
      to++;
    }
    columns.size = to;
    return to;
  }

  /** Names of flows that went are let go of, too. */
  #index(): void {
    const { columns } = this;
    this.endings.size = 0;
    const [names, targetNames, rows] = [new NameTable(), new NameTable(), new Map<string, Map<number, number>>()];
    this.#live = 0;
    for (let number = 0; number < columns.size; number++) {
      const [name, target] = [this.nameOf(number), this.targetOf(number)];
      columns.names[number] = names.numberOf(name);
      columns.targets[number] = targetNames.numberOf(target);
      const own = rows.get(target) ?? new Map<number, number>();
      rows.set(target, own);
      own.set(columns.serials[number]!, number);
      if (this.isAlive(number)) this.#live++;
    }
    this.names = names;
    this.targetNames = targetNames;
    this.#rows = rows;
    this.revision++;
    this.epoch++;
  }
}

interface FlowPast {
  readonly parent?: string;
  readonly endedAt?: number;
  readonly outcome?: string;
}

/** A flow's id is its target's, a point and a number. */
function partsOf(id: string): { readonly target: string; readonly serial: number } {
  const point = id.lastIndexOf('.');
  return { target: id.slice(0, point), serial: Number(id.slice(point + 1)) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
