import type { Activity, EddyEvent, FlowActivity } from '../../src/wire/protocol/index.ts';
import { FlowColumns } from './flow-columns.ts';
import { partsOf } from './flow-id.ts';
import { FlowIndex } from './flow-index.ts';
import type { FlowPast, FlowRow } from './flow-row.ts';
import { NameTable } from './name-table.ts';
import { NumberRing } from './number-ring.ts';
import { RecentIds } from './recent-ids.ts';

export interface FlowBookOptions {
  readonly maxFlows?: number;
}

const maxFlowsUnlessTold = 1_000_000;
/** Ends that we heard of without a beginning: the newest are known. */
const maxStray = 20_000;
/** Who follows the book and is farther behind begins anew. */
const maxGoings = 262_144;
/** Flows that were alive at a look are told of within this; their ends come by events, which wait a while. */
const lateMs = 2_000;
const maxOutcomes = 256;

/**
 * Flows by number. When there are too many, each that comes takes the number of the one that ended first; where all are alive, of
 * one after the other, the oldest first. So nothing is ever done to many flows at once. `births`, `endings` and `goings` tell who
 * follows the book what happened, each by numbers, in the order in which we heard of it. Draw from `columns` and the tables; `at`
 * makes an object.
 */
export class FlowBook {
  /** Counts up with each change. */
  revision = 0;
  /** Those that ended until then, epoch ms, may have been let go of. */
  goneUntil = Number.NEGATIVE_INFINITY;
  readonly columns: FlowColumns;
  /** All that are known stand in it, nearly in the order of their starts; a place is theirs where `columns.births` says so. */
  readonly births: NumberRing;
  readonly endings: NumberRing;
  /** Those that were let go of: by then the number is another's, or will be. */
  readonly goings: NumberRing;
  readonly targetNames = new NameTable();
  readonly names = new NameTable();
  readonly kinds = new NameTable();
  readonly outcomes = new NameTable();
  readonly #maxFlows: number;
  readonly #index: FlowIndex;
  /** A look that is on its way may still have them alive. */
  readonly #strays = new RecentIds(maxStray);
  #live = 0;
  /** In `endings`: the next that may go. */
  #nextGoing = 0;
  /** Where all are alive: the next that goes. */
  #turn = 0;

  constructor({ maxFlows = maxFlowsUnlessTold }: FlowBookOptions = {}) {
    this.#maxFlows = maxFlows;
    this.columns = new FlowColumns(maxFlows);
    this.#index = new FlowIndex(this.columns, maxFlows);
    // Twice: those that live long are told again before they fall out of it.
    this.births = new NumberRing(maxFlows * 2);
    this.endings = new NumberRing(maxFlows);
    this.goings = new NumberRing(Math.min(maxFlows, maxGoings));
    this.outcomes.hold('');
  }

  /** Flows that were let go of here. */
  get dropped(): number {
    return this.goings.count;
  }

  /** Place in `endings` of the first that is still known. */
  get firstEnding(): number {
    return Math.max(this.#nextGoing, this.endings.first);
  }

  get size(): number {
    return this.columns.size;
  }

  get liveCount(): number {
    return this.#live;
  }

  /** Flows whose end was told and whose beginning was not. */
  get strayCount(): number {
    return this.#strays.count;
  }

  numberOf(id: string): number | undefined {
    const { target, serial } = partsOf(id);
    const known = this.targetNames.tryNumberOf(target);
    return known === undefined ? undefined : this.#index.find(known, serial);
  }

  /** The number of its parent, where that is known. */
  parentNumberOf(number: number): number | undefined {
    const serial = this.columns.parentSerials[number]!;
    return Number.isNaN(serial) ? undefined : this.#index.find(this.columns.targets[number]!, serial);
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
    return this.numberOf(id) !== undefined || this.#strays.has(id);
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
    if (cut) return;
    const seen = new Set(flows.map(({ id }) => partsOf(id).serial));
    for (const number of this.#livingOf(target)) {
      if (seen.has(this.columns.serials[number]!)) continue;
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
    for (const number of this.#livingOf(target)) this.#close(number, at, 'gone');
  }

  #begin(id: string, at: number, name: string, kind: string, parent: unknown): void {
    if (this.knows(id)) return;
    const { columns } = this;
    const { target, serial } = partsOf(id);
    const number = columns.size < this.#maxFlows ? columns.add() : this.#letGoOfOne();
    columns.starts[number] = at;
    columns.ends[number] = Number.NaN;
    columns.serials[number] = serial;
    columns.parentSerials[number] = typeof parent === 'string' ? partsOf(parent).serial : Number.NaN;
    columns.targets[number] = this.targetNames.hold(target);
    columns.names[number] = this.names.hold(name);
    columns.kinds[number] = this.kinds.hold(kind);
    columns.outcomes[number] = 0;
    this.#index.add(number);
    this.#bear(number);
    this.#live++;
    this.revision++;
  }

  #bear(number: number): void {
    const { births, columns } = this;
    // What would fall out of the ring is told once more.
    for (let oldest = births.first; births.isFull; oldest = births.first) {
      const other = births.at(oldest);
      if (columns.births[other] !== oldest || other === number) break;
      columns.births[other] = births.count;
      births.add(other);
    }
    columns.births[number] = births.count;
    births.add(number);
  }

  #end(id: string, at: number, outcome: string): void {
    const number = this.numberOf(id);
    if (number === undefined) {
      this.#strays.add(id);
      return;
    }
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
    this.columns.outcomes[number] = this.#outcomeNumber(outcome);
    this.revision++;
  }

  /** Few words are outcomes; what there is no room for is any other. */
  #outcomeNumber(outcome: string): number {
    const known = this.outcomes.tryNumberOf(outcome);
    return known ?? this.outcomes.hold(this.outcomes.size < maxOutcomes ? outcome : 'other');
  }

  /** Of a million flows this takes some milliseconds. */
  #livingOf(name: string): number[] {
    const living: number[] = [];
    const target = this.targetNames.tryNumberOf(name);
    if (target === undefined) return living;
    const { ends, targets, size } = this.columns;
    for (let number = 0; number < size; number++)
      if (Number.isNaN(ends[number]) && targets[number] === target) living.push(number);
    return living;
  }

  /** Gives its number, which is free then. */
  #letGoOfOne(): number {
    const number = this.#firstEnded() ?? this.#nextInTurn();
    const { columns } = this;
    if (this.isAlive(number)) this.#live--;
    else this.goneUntil = Math.max(this.goneUntil, columns.ends[number]!);
    this.#index.remove(number);
    this.targetNames.letGo(columns.targets[number]!);
    this.names.letGo(columns.names[number]!);
    this.kinds.letGo(columns.kinds[number]!);
    this.goings.add(number);
    return number;
  }

  /** One that was taken for ended, and lived, may stand there twice: then it goes a little early. */
  #firstEnded(): number | undefined {
    const { endings } = this;
    for (let place = this.firstEnding; place < endings.count; place++) {
      this.#nextGoing = place + 1;
      const number = endings.at(place);
      if (!this.isAlive(number)) return number;
    }
    return undefined;
  }

  #nextInTurn(): number {
    this.#turn %= this.columns.size;
    return this.#turn++;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
