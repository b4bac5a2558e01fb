import { EditorState, type Extension } from '@codemirror/state';
import {
  EditorView,
  gutter,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { SourceText } from '../source-text.ts';
import { allowedStyles, languageOf } from './languages.ts';
import { lineState } from './line-state.ts';

export interface SourceKeys {
  /** Chosen by a click beside it, Enter or F9. */
  onLine(line: number): void;
  /** Delete. */
  onClear(line: number): void;
  /** The line that the keys are at. */
  onCursor(line: number): void;
}

const pageLines = 20;

/** The text of one file to be looked at, line by line. It cannot be changed. */
export function openSourceView(
  parent: HTMLElement,
  { text, language, file }: SourceText,
  keys: SourceKeys,
): EditorView {
  const lineAt = (view: EditorView) => view.state.doc.lineAt(view.state.selection.main.head).number;
  const move = (by: (line: number, lines: number) => number) => (view: EditorView) => {
    showLine(view, by(lineAt(view), view.state.doc.lines), 'nearest');
    return true;
  };
  const onLine = (view: EditorView) => {
    keys.onLine(lineAt(view));
    return true;
  };
  const extensions: Extension[] = [
    allowedStyles(),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': `Source of ${file}`, 'aria-readonly': 'true' }),
    lineState,
    markGutter(keys),
    lineNumbers({ domEventHandlers: { mousedown: (view, { from }) => clicked(view, from, keys) } }),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    keymap.of([
      { key: 'ArrowDown', run: move(line => line + 1) },
      { key: 'ArrowUp', run: move(line => line - 1) },
      { key: 'PageDown', run: move(line => line + pageLines) },
      { key: 'PageUp', run: move(line => line - pageLines) },
      { key: 'Home', run: move(() => 1) },
      { key: 'End', run: move((_, lines) => lines) },
      { key: 'Enter', run: onLine },
      { key: 'F9', run: onLine },
      {
        key: 'Delete',
        run(view) {
          keys.onClear(lineAt(view));
          return true;
        },
      },
    ]),
    EditorView.updateListener.of(({ selectionSet, view }) => {
      if (selectionSet) keys.onCursor(lineAt(view));
    }),
    ...languageOf(language),
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
}

export function showLine(view: EditorView, line: number, where: 'center' | 'nearest'): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.max(1, Math.min(doc.lines, line)));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: where }) });
}

/** Where signs of probes are, and where a click sets one. */
function markGutter(keys: SourceKeys): Extension {
  return gutter({
    class: 'mark-gutter',
    renderEmptyElements: true,
    markers: view => view.state.field(lineState).gutter,
    domEventHandlers: { mousedown: (view, { from }) => clicked(view, from, keys) },
  });
}

function clicked(view: EditorView, from: number, keys: SourceKeys): boolean {
  const line = view.state.doc.lineAt(from).number;
  showLine(view, line, 'nearest');
  keys.onLine(line);
  return true;
}
