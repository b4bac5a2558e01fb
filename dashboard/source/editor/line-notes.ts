import { WidgetType } from '@codemirror/view';
import { type LineFlows, sayFlows } from '../awaited.ts';
import type { LineMark } from '../marks.ts';

/** Behind a line: how often its probes were hit, and how many flows are there now. */
export class LineNote extends WidgetType {
  readonly #hits: number;
  readonly #flows: string;

  constructor(marks: readonly LineMark[], flows: LineFlows | undefined) {
    super();
    this.#hits = marks.reduce((sum, { hits }) => sum + hits, 0);
    this.#flows = flows === undefined ? '' : sayFlows(flows);
  }

  override eq(other: LineNote): boolean {
    return this.#hits === other.#hits && this.#flows === other.#flows;
  }

  override toDOM(): HTMLElement {
    const note = document.createElement('span');
    note.className = 'line-note';
    if (this.#hits > 0) note.append(chip('hits', `${this.#hits} ${this.#hits === 1 ? 'hit' : 'hits'}`));
    if (this.#flows !== '') note.append(chip('flows', this.#flows));
    return note;
  }

  /** A click on it is one on its line. */
  override ignoreEvent(): boolean {
    return false;
  }
}

/** Below a line: why a probe was refused there, and the lines that would do; or why one cannot tell whether it is to act. */
export class TroubleNote extends WidgetType {
  readonly #mark: LineMark;
  readonly #onMove: (mark: LineMark, line: number) => void;

  constructor(mark: LineMark, onMove: (mark: LineMark, line: number) => void) {
    super();
    this.#mark = mark;
    this.#onMove = onMove;
  }

  override eq(other: TroubleNote): boolean {
    const [one, two] = [this.#mark, other.#mark];
    return one.probe === two.probe && sayTroubleOf(one) === sayTroubleOf(two) && one.near.join() === two.near.join();
  }

  override toDOM(): HTMLElement {
    const { near } = this.#mark;
    const box = document.createElement('div');
    box.className = 'refusal';
    const text = document.createElement('span');
    text.textContent = sayTroubleOf(this.#mark);
    box.append(text);
    for (const line of near) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = `Move it to line ${line}`;
      button.addEventListener('click', () => this.#onMove(this.#mark, line));
      box.append(button);
    }
    return box;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function sayTroubleOf({ kind, probe, state, reasons, trouble = '' }: LineMark): string {
  if (state !== 'refused') return `${kind} ${probe}: ${trouble}`;
  return `${kind} ${probe} refused: ${reasons.join(' ') || 'no reason was given.'}`;
}

function chip(sort: string, text: string): HTMLElement {
  const one = document.createElement('span');
  one.className = `line-chip ${sort}`;
  one.textContent = text;
  return one;
}
