import { type Signal, signal } from '@preact/signals';
import type { Model } from '../../model/index.ts';
import { FlowFilter, type GroupBy, Grouping, LaneBook } from '../lanes/index.ts';
import { Earlier } from './earlier.ts';
import { HeldBook } from './held-book.ts';
import { Kin } from './kin.ts';
import { LaneLayout } from './lane-layout.ts';
import { LaneStack } from './lane-stack.ts';
import { LinkBook } from './link-book.ts';
import { LiveLinks } from './live-links.ts';
import { readLinks } from './read-links.ts';
import { TimeWindow } from './time-window.ts';
import { untilOf } from './until.ts';

const firstSpanMs = 20_000;
const leastSpanMs = 200;
/** Who has drawn nothing for so long is not looked at. */
const seenMs = 5_000;
/** What is right of now. */
export const aheadPx = 28;

export interface RiverPorts {
  /** Epoch ms. */
  readonly wallNow: () => number;
  /** Epoch ms when the page was opened: of before it the page was told nothing. */
  readonly openedAt: number;
}

/**
 * What the river shows of a model: which time, which groups, which flow is chosen. No DOM. It is kept with its model: who comes
 * back to the view finds it as it was.
 */
export class River {
  readonly model: Model;
  readonly window = new TimeWindow();
  readonly stack = new LaneStack();
  readonly links = new LinkBook();
  readonly held = new HeldBook();
  readonly kin = new Kin();
  readonly earlier: Earlier;
  readonly by: Signal<GroupBy> = signal<GroupBy>('route');
  readonly filter: Signal<string> = signal('');
  /** Id of the only target that is shown. */
  readonly target: Signal<string | undefined> = signal<string | undefined>(undefined);
  readonly follows: Signal<boolean> = signal(true);
  /** Epoch ms at which the picture stands still; undefined: it goes on. */
  readonly pausedAt: Signal<number | undefined> = signal<number | undefined>(undefined);
  readonly selected: Signal<string | undefined> = signal<string | undefined>(undefined);
  /** A moment that somebody was led to; epoch ms. */
  sought: number | undefined;
  /** A flow whose lane is to be scrolled to when the lanes are arranged. */
  revealed: number | undefined;
  readonly layout: LaneLayout;
  /** Of a run that is over: settles when its locks and scopes are read, with what is missing in a sentence. */
  readonly pastLinks: Promise<string | undefined> = Promise.resolve(undefined);
  readonly #ports: RiverPorts;
  #heardAt: number;
  #isStarted = false;
  /** When a frame was drawn last; epoch ms. */
  #workedAt = 0;
  #wanted: string | undefined;
  #hovered: { readonly flow: number; readonly birth: number } | undefined;
  /** Epoch ms at which the last flow began or ended, and at which revision that was. */
  #last = 0;
  #lastOf = -1;

  constructor(model: Model, ports: RiverPorts) {
    this.model = model;
    this.#ports = ports;
    this.#heardAt = model.line.peek() === 'over' ? 0 : ports.wallNow();
    this.earlier = new Earlier(model, ports.openedAt);
    this.layout = new LaneLayout(model.flows, () => this.#newLanes());
    model.onEvent(event => {
      this.links.take(event);
      this.held.take(event);
    });
    // Of before, too, which is read later.
    model.recent.subscribe(events => {
      for (const event of events) this.held.take(event);
    });
    if (model.past === undefined) new LiveLinks(model, this.links, () => ports.wallNow() - this.#workedAt < seenMs);
    if (model.past !== undefined) this.follows.value = false;
    if (model.past !== undefined) this.pastLinks = readLinks(model, this);
  }

  /** Where time is: as far as anything is known. */
  get now(): number {
    const { past, line } = this.model;
    if (past !== undefined) return past.run.ended ?? past.report?.ended ?? Math.max(past.run.started, this.#lastSeen());
    if (line.peek() === 'there') this.#heardAt = this.#ports.wallNow();
    // More may have come while another view was looked at.
    else this.#heardAt = Math.max(this.#heardAt, this.#lastSeen());
    return this.#heardAt;
  }

  /** What is drawn is as it was then. */
  get drawnNow(): number {
    return this.pausedAt.peek() ?? this.now;
  }

  /** Number of the flow that is pointed at, as long as it is known. */
  get hovered(): number | undefined {
    const { flow, birth } = this.#hovered ?? {};
    return flow !== undefined && this.model.flows.columns.births[flow] === birth ? flow : undefined;
  }

  set hovered(flow: number | undefined) {
    this.#hovered = flow === undefined ? undefined : { flow, birth: this.model.flows.columns.births[flow]! };
  }

  get lanes(): LaneBook {
    return this.layout.lanes;
  }

  /** Does what there is time for; gives whether more is to be done. */
  work(now: () => number, until: number): boolean {
    this.#workedAt = this.#ports.wallNow();
    const isMore = this.layout.work(now, until);
    if (this.follows.peek() && this.pausedAt.peek() === undefined) this.#goToNow();
    this.#tryReveal();
    return isMore;
  }

  /** The first time that it is drawn: only now it is known how wide it is. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (this.model.past !== undefined) {
      this.showAll();
    } else {
      this.window.show(this.now - firstSpanMs, this.now);
      this.earlier.want(this.window.from);
    }
  }

  /** Epoch ms: from then on the picture is whole. */
  get knownFrom(): number {
    const { origin } = this.lanes;
    if (Number.isNaN(origin)) return this.drawnNow - leastSpanMs;
    const first = Math.max(origin, this.model.flows.goneUntil);
    const isPast = this.model.past !== undefined;
    return Math.min(isPast ? first : Math.max(first, this.earlier.state.peek().from), this.drawnNow - leastSpanMs);
  }

  /** All that is known, up to now. */
  showAll(): void {
    const [from, to] = [this.knownFrom, this.drawnNow];
    const room = (to - from) * 0.03;
    this.window.show(from - room, to + room);
    this.stack.resizeLanes(0);
    this.stack.scroll = 0;
  }

  /** Brings a flow in sight: its time, its group, its lane; as soon as it is known. */
  reveal(id: string): void {
    this.#wanted = id;
  }

  /** As much to the left and the right of it as is seen now. */
  goToTime(time: number): void {
    this.follows.value = false;
    this.sought = time;
    this.window.centre(time);
    this.earlier.want(this.window.from);
  }

  /** Towards what was before where `px` is below 0: then nothing is followed any more. */
  pan(px: number): void {
    if (px < 0) this.follows.value = false;
    if (this.follows.peek()) return;
    this.window.pan(px);
    // Something of what was is always left in sight.
    this.window.from = Math.min(this.window.from, this.drawnNow - this.window.spanMs * 0.1);
    this.earlier.want(this.window.from);
  }

  /** What is at `x` stays there, or now does where that is followed. */
  zoom(factor: number, x: number): void {
    const isAtNow = this.follows.peek() && this.pausedAt.peek() === undefined;
    this.window.zoom(factor, isAtNow ? this.window.width - aheadPx : x);
    this.earlier.want(this.window.from);
  }

  /** What stands goes on to follow. */
  toggleFollow(): void {
    this.follows.value = !this.follows.peek() || this.pausedAt.peek() !== undefined;
    this.pausedAt.value = undefined;
  }

  togglePause(): void {
    this.pausedAt.value = this.pausedAt.peek() === undefined ? this.now : undefined;
  }

  #tryReveal(): void {
    const flow = this.#wanted === undefined ? undefined : this.model.flows.numberOf(this.#wanted);
    const group = flow === undefined ? undefined : this.lanes.groups[this.lanes.groupOf(flow)];
    if (flow === undefined || group === undefined) return;
    this.#wanted = undefined;
    const { starts, ends } = this.model.flows.columns;
    const [start, end] = [starts[flow]!, untilOf(ends[flow]!, this.drawnNow)];
    if (end < this.window.from || start > this.window.to) {
      this.follows.value = false;
      this.window.centre((start + end) / 2);
    }
    this.stack.folds.set(group.title, false);
    this.revealed = flow;
  }

  #goToNow(): void {
    const { window } = this;
    window.from = this.now - (window.width - aheadPx) * window.msPerPx;
  }

  #newLanes(): LaneBook {
    const { model } = this;
    const grouping = new Grouping(model.flows, this.by.peek(), {
      runOf: target => model.target(target)?.run ?? this.earlier.runOf(target) ?? '',
      runTitle: id => this.#runTitle(id),
      processTitle: target => model.targetTitle(target),
    });
    const only = this.target.peek();
    const filter = new FlowFilter(model.flows, {
      text: this.filter.peek(),
      isTargetShown: target => model.isShown(target) && (only === undefined || target === only),
    });
    return new LaneBook(model.flows, grouping, filter);
  }

  #runTitle(id: string): string {
    const { past, runs } = this.model;
    const run = past?.run ?? runs.peek().find(one => one.id === id) ?? this.earlier.run(id);
    return run === undefined ? id || 'a run that is over' : `${run.name ?? run.words.join(' ')} · ${run.id}`;
  }

  #lastSeen(): number {
    const { flows } = this.model;
    if (this.#lastOf === flows.revision) return this.#last;
    const { starts, ends, size } = flows.columns;
    this.#lastOf = flows.revision;
    this.#last = 0;
    for (let flow = 0; flow < size; flow++) this.#last = Math.max(this.#last, ends[flow]! || starts[flow]!);
    return this.#last;
  }
}
