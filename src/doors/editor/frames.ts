import { counter } from '../../base/index.ts';
import type { StackFrame } from '../../wire/dap/index.ts';
import type { StackLine } from '../../wire/protocol/index.ts';
import type { ClientFormat } from './client-format.ts';
import type { Stop } from './stop.ts';

export interface Frame {
  /** Absent: of a flow that runs. */
  readonly stop?: Stop;
  /** 0 is where the flow is. */
  readonly index: number;
}

const label = '— awaited by —';

/** Stacks with their awaiting callers, as frames with numbers that hold until the flow goes on. */
export class Frames {
  readonly #next = counter();
  readonly #byId = new Map<number, Frame>();
  readonly #made = new Map<string, readonly StackFrame[]>();
  readonly #idsOf = new Map<string, number[]>();

  get(id: number): Frame | undefined {
    return this.#byId.get(id);
  }

  ofStop(stop: Stop, format: ClientFormat): readonly StackFrame[] {
    const known = this.#made.get(stop.key);
    if (known !== undefined) return known;
    const frames = this.#frames(stop.stack, format, index => this.#number({ stop, index }, stop.key));
    this.#made.set(stop.key, frames);
    return frames;
  }

  /** Of a flow that is not ours to hold: where it is now, innermost first. */
  ofRunning(lines: readonly StackLine[], thread: number, format: ClientFormat): readonly StackFrame[] {
    const owner = `thread ${thread}`;
    this.forget(owner);
    return this.#frames(lines, format, index => this.#number({ index }, owner));
  }

  forget(owner: string): void {
    for (const id of this.#idsOf.get(owner) ?? []) this.#byId.delete(id);
    this.#idsOf.delete(owner);
    this.#made.delete(owner);
  }

  #frames(lines: readonly StackLine[], format: ClientFormat, number: (index: number) => number): StackFrame[] {
    const frames: StackFrame[] = [];
    for (const [index, line] of lines.entries()) {
      if (line.async && lines[index - 1]?.async === false) {
        frames.push({ id: number(index), name: label, line: 0, column: 0, presentationHint: 'label' });
      }
      frames.push({
        id: number(index),
        name: `${line.async ? 'await in ' : ''}${line.function === '' ? '(anonymous)' : line.function}`,
        ...(line.file === '' ? {} : { source: format.toSource(line.file) }),
        line: format.toLine(line.line),
        column: format.toColumn(line.column),
      });
    }
    return frames;
  }

  #number(frame: Frame, owner: string): number {
    const id = this.#next();
    this.#byId.set(id, frame);
    const known = this.#idsOf.get(owner);
    if (known === undefined) this.#idsOf.set(owner, [id]);
    else known.push(id);
    return id;
  }
}
