import { basename } from 'node:path';
import { counter } from '../../base/index.ts';
import type { TargetInfo } from '../../wire/protocol/index.ts';

/** `main`: of a process, or of a worker. `flow`: one flow in it. */
export type EditorThread =
  | { readonly id: number; readonly kind: 'main'; readonly target: string }
  | { readonly id: number; readonly kind: 'flow'; readonly target: string; readonly flow: string; name?: string };

export interface ThreadTeller {
  started(id: number): void;
  exited(id: number): void;
}

/** Threads as the editor lists them. A number is never given twice. */
export class ThreadBook {
  readonly #tell: ThreadTeller;
  readonly #next = counter();
  readonly #byId = new Map<number, EditorThread>();
  readonly #mains = new Map<string, number>();
  readonly #flows = new Map<string, number>();
  readonly #targets = new Map<string, TargetInfo>();

  constructor(tell: ThreadTeller) {
    this.#tell = tell;
  }

  get all(): readonly EditorThread[] {
    return [...this.#byId.values()];
  }

  get targets(): readonly TargetInfo[] {
    return [...this.#targets.values()];
  }

  target(id: string): TargetInfo | undefined {
    return this.#targets.get(id);
  }

  thread(id: number): EditorThread | undefined {
    return this.#byId.get(id);
  }

  flow(id: string): EditorThread | undefined {
    return this.#byId.get(this.#flows.get(id) ?? 0);
  }

  /** Known twice is known once. */
  addTarget(info: TargetInfo): number {
    this.#targets.set(info.id, info);
    return this.main(info.id);
  }

  main(target: string): number {
    const known = this.#mains.get(target);
    if (known !== undefined) return known;
    const id = this.#next();
    this.#mains.set(target, id);
    this.#add({ id, kind: 'main', target });
    return id;
  }

  addFlow(flow: string, target: string, name?: string): number {
    const known = this.#flows.get(flow);
    if (known !== undefined) {
      if (name !== undefined) (this.#byId.get(known) as { name?: string }).name = name;
      return known;
    }
    const id = this.#next();
    this.#flows.set(flow, id);
    this.#add({ id, kind: 'flow', target, flow, ...(name === undefined ? {} : { name }) });
    return id;
  }

  removeFlow(flow: string): void {
    const id = this.#flows.get(flow);
    this.#flows.delete(flow);
    if (id !== undefined) this.#remove(id);
  }

  removeTarget(target: string): void {
    this.#targets.delete(target);
    this.#mains.delete(target);
    for (const one of this.all) {
      if (one.target !== target) continue;
      if (one.kind === 'flow') this.#flows.delete(one.flow);
      this.#remove(one.id);
    }
  }

  nameOf(thread: EditorThread): string {
    if (thread.kind === 'flow') return `${thread.name ?? 'flow'} (${thread.flow})`;
    const info = this.#targets.get(thread.target);
    if (info === undefined) return 'main thread';
    const file = basename(info.argv.find((word, at) => at > 0 && !word.startsWith('-')) ?? '');
    if (info.kind === 'worker') return `worker ${info.thread} of ${info.pid}`;
    return `main thread of ${info.pid}${file === '' ? '' : ` (${file})`}`;
  }

  #add(thread: EditorThread): void {
    this.#byId.set(thread.id, thread);
    this.#tell.started(thread.id);
  }

  #remove(id: number): void {
    if (this.#byId.delete(id)) this.#tell.exited(id);
  }
}
