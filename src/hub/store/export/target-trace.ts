import type { TraceLine } from './trace-lines.ts';

type Args = Readonly<Record<string, unknown>>;

interface OpenSlice {
  readonly key: string;
  readonly name: string;
  readonly cat: string;
}

interface OpenAsync extends OpenSlice {
  readonly id: string;
  readonly tid: number;
}

/** Events of no flow. */
const noFlow = 0;

/** One target's tracks: what is open on each, and the time, which never steps back. */
export class TargetTrace {
  readonly #pid: number;
  readonly #say: (line: TraceLine) => void;
  readonly #stacks = new Map<number, OpenSlice[]>();
  /** By key; several of one key end in the order in which they began. */
  readonly #asyncs = new Map<string, OpenAsync[]>();
  readonly #oddFlows = new Map<string, number>();
  #ts = 0;
  #lastId = 0;

  constructor(pid: number, say: (line: TraceLine) => void) {
    this.#pid = pid;
    this.#say = say;
  }

  /** `at` in epoch ms: a clock that stepped back stands still here until it is there again. */
  timeIs(at: number): void {
    if (Number.isFinite(at)) this.#ts = Math.max(this.#ts, Math.round(at * 1000));
  }

  /** A flow's id ends in its number in its target. */
  trackOf(flow: string | undefined): number {
    if (flow === undefined) return noFlow;
    const number = Number(/\.(\d{1,9})$/.exec(flow)?.[1] ?? Number.NaN);
    if (number > 0) return number;
    const known = this.#oddFlows.get(flow);
    if (known !== undefined) return known;
    const odd = 2 ** 30 + this.#oddFlows.size;
    this.#oddFlows.set(flow, odd);
    return odd;
  }

  nameProcess(name: string): void {
    this.#say({ ph: 'M', name: 'process_name', pid: this.#pid, tid: noFlow, args: { name } });
    this.#say({ ph: 'M', name: 'process_sort_index', pid: this.#pid, tid: noFlow, args: { sort_index: this.#pid } });
    this.nameTrack(noFlow, 'no flow');
  }

  nameTrack(tid: number, name: string): void {
    this.#say({ ph: 'M', name: 'thread_name', pid: this.#pid, tid, args: { name } });
    this.#say({ ph: 'M', name: 'thread_sort_index', pid: this.#pid, tid, args: { sort_index: tid } });
  }

  /** A slice of the track itself. */
  begin(tid: number, slice: OpenSlice, args: Args): void {
    const stack = this.#stacks.get(tid) ?? [];
    this.#stacks.set(tid, stack);
    stack.push(slice);
    this.#say({ ph: 'B', name: slice.name, cat: slice.cat, ...this.#here(tid), args });
  }

  /** What was begun on top of it ends with it. False: it was not open. */
  end(tid: number, key: string, args: Args): boolean {
    const stack = this.#stacks.get(tid);
    const at = stack?.findLastIndex(slice => slice.key === key) ?? -1;
    if (stack === undefined || at < 0) return false;
    for (let top = stack.pop(); top !== undefined; top = stack.length > at ? stack.pop() : undefined) {
      const own = stack.length === at ? { args } : {};
      this.#say({ ph: 'E', name: top.name, cat: top.cat, ...this.#here(tid), ...own });
    }
    if (stack.length === 0) this.#stacks.delete(tid);
    return true;
  }

  /** Whether one of this category is on the track. */
  hasOpen(tid: number, cat: string): boolean {
    return this.#stacks.get(tid)?.some(slice => slice.cat === cat) === true;
  }

  /** What may overlap others of its flow: a track of its own under the target. */
  beginAsync(tid: number, slice: OpenSlice, args: Args): void {
    const open = { ...slice, tid, id: `${this.#pid}.${++this.#lastId}` };
    const same = this.#asyncs.get(slice.key);
    if (same === undefined) this.#asyncs.set(slice.key, [open]);
    else same.push(open);
    this.#say({ ph: 'b', name: open.name, cat: open.cat, id: open.id, ...this.#here(tid), args });
  }

  endAsync(key: string, args: Args): boolean {
    const same = this.#asyncs.get(key);
    const open = same?.shift();
    if (same === undefined || open === undefined) return false;
    if (same.length === 0) this.#asyncs.delete(key);
    this.#say({ ph: 'e', name: open.name, cat: open.cat, id: open.id, ...this.#here(open.tid), args });
    return true;
  }

  instant(tid: number, name: string, cat: string, args: Args): void {
    this.#say({ ph: 'i', name, cat, s: tid === noFlow ? 'p' : 't', ...this.#here(tid), args });
  }

  counter(name: string, value: number): void {
    this.#say({ ph: 'C', name, ...this.#here(noFlow), args: { value } });
  }

  /** What is still open ends here: nobody saw its own end. */
  endAll(): void {
    for (const [tid, stack] of [...this.#stacks])
      while (stack.length > 0) this.end(tid, stack[0]!.key, { unended: true });
    for (const key of [...this.#asyncs.keys()]) while (this.endAsync(key, { unended: true }));
  }

  #here(tid: number): { readonly pid: number; readonly tid: number; readonly ts: number } {
    return { pid: this.#pid, tid, ts: this.#ts };
  }
}
