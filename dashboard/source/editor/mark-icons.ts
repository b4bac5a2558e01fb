import { GutterMarker } from '@codemirror/view';
import { iconOf } from '../mark-icon.ts';
import { type LineMark, sayMark } from '../marks.ts';

/** One sign for each probe of a line: filled where it is bound, hollow while it waits, struck where it was refused. */
export class MarkIcons extends GutterMarker {
  readonly #marks: readonly LineMark[];

  constructor(marks: readonly LineMark[]) {
    super();
    this.#marks = marks;
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof MarkIcons && keyOf(this.#marks) === keyOf(other.#marks);
  }

  override toDOM(): Node {
    const box = document.createElement('span');
    box.className = 'marks';
    for (const mark of this.#marks.slice(0, 3)) box.append(iconOf(mark));
    if (this.#marks.length > 3) box.append('…');
    box.title = this.#marks.map(sayMark).join('\n');
    return box;
  }
}

function keyOf(marks: readonly LineMark[]): string {
  return marks.map(mark => `${sayMark(mark)} ${mark.series}`).join('\n');
}
