import { type RangeSet, RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker } from '@codemirror/view';
import type { LineFlows } from '../awaited.ts';
import type { LineSigns } from '../line-signs.ts';
import type { CurrentLine, LineMark } from '../marks.ts';
import { LineNote, TroubleNote } from './line-notes.ts';
import { MarkIcons } from './mark-icons.ts';

const noSigns: LineSigns = { marks: [], current: [], flows: new Map(), onMove: () => {} };

export const setSigns = StateEffect.define<LineSigns>();

interface Drawn {
  readonly signs: LineSigns;
  readonly decorations: DecorationSet;
  readonly gutter: RangeSet<GutterMarker>;
}

export const lineState = StateField.define<Drawn>({
  create: state => draw(noSigns, state.doc),
  update(drawn, { effects, newDoc }) {
    for (const effect of effects) if (effect.is(setSigns)) return draw(effect.value, newDoc);
    return drawn;
  },
  provide: field => EditorView.decorations.from(field, ({ decorations }) => decorations),
});

class Arrow extends GutterMarker {
  readonly #is: CurrentLine['is'];

  constructor(is: CurrentLine['is']) {
    super();
    this.#is = is;
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof Arrow && other.#is === this.#is;
  }

  override toDOM(): Node {
    const arrow = document.createElement('span');
    arrow.className = `line-arrow ${this.#is}`;
    arrow.textContent = this.#is === 'held' ? '➤' : '▹';
    return arrow;
  }
}

function draw(signs: LineSigns, doc: Text): Drawn {
  const lines = new Map<number, { marks: LineMark[]; current?: CurrentLine; flows?: LineFlows }>();
  const at = (line: number) => {
    const known = lines.get(line) ?? { marks: [] };
    lines.set(line, known);
    return known;
  };
  for (const mark of signs.marks) at(mark.line).marks.push(mark);
  for (const current of signs.current) at(current.line).current ??= current;
  for (const [line, flows] of signs.flows) at(line).flows = flows;
  const decorations = new RangeSetBuilder<Decoration>();
  const gutter = new RangeSetBuilder<GutterMarker>();
  for (const [number, { marks, current, flows }] of [...lines].sort(([a], [b]) => a - b)) {
    if (number < 1 || number > doc.lines) continue;
    const line = doc.line(number);
    if (current !== undefined) {
      const isHeld = current.is === 'held';
      decorations.add(line.from, line.from, Decoration.line({ class: isHeld ? 'held-line' : 'shown-line' }));
      if (current.is !== 'shown') gutter.add(line.from, line.from, new Arrow(current.is));
    }
    if (marks.length > 0) gutter.add(line.from, line.from, new MarkIcons(marks));
    if (flows !== undefined || marks.some(({ hits }) => hits > 0))
      decorations.add(line.to, line.to, Decoration.widget({ widget: new LineNote(marks, flows), side: 1 }));
    const troubled = marks.filter(({ state, trouble }) => state === 'refused' || trouble !== undefined);
    for (const mark of troubled) {
      const widget = new TroubleNote(mark, signs.onMove);
      decorations.add(line.to, line.to, Decoration.widget({ widget, side: 2, block: true }));
    }
  }
  return { signs, decorations: decorations.finish(), gutter: gutter.finish() };
}
