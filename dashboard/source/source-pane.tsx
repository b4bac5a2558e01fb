import type { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'preact/hooks';
import { sayFlows } from './awaited.ts';
import type { SourceKeys } from './editor/index.ts';
import type { LineSigns } from './line-signs.ts';
import { sayMark } from './marks.ts';
import type { SourceText } from './source-text.ts';
import { useEditor } from './use-editor.ts';

export interface SourcePaneProps extends Pick<SourceKeys, 'onLine' | 'onClear'> {
  readonly source: SourceText;
  readonly signs: LineSigns;
  /** Brought into sight; another object brings it again. */
  readonly line?: WantedLine | undefined;
}

export interface WantedLine {
  readonly line: number;
  /** The keys go there, too. */
  readonly focus?: boolean;
}

/** A file, with what stands in its lines and a gutter that sets probes. */
export function SourcePane({ source, signs, line, onLine, onClear }: SourcePaneProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const { editor, trouble } = useEditor();
  const [cursor, setCursor] = useState(1);
  // What is to be called is always the newest, without making the view anew.
  const keys = useRef({ onLine, onClear });
  keys.current = { onLine, onClear };
  useEffect(() => {
    if (editor === undefined) return;
    const opened = editor.openSourceView(box.current!, source, {
      onLine: at => keys.current.onLine(at),
      onClear: at => keys.current.onClear(at),
      onCursor: setCursor,
    });
    view.current = opened;
    setCursor(1);
    return () => {
      view.current = undefined;
      opened.destroy();
    };
  }, [editor, source]);
  useEffect(() => {
    if (editor !== undefined) view.current?.dispatch({ effects: editor.setSigns.of(signs) });
  }, [editor, source, signs]);
  useEffect(() => {
    if (line === undefined || editor === undefined || view.current === undefined) return;
    editor.showLine(view.current, line.line, 'center');
    if (line.focus === true) view.current.focus();
  }, [editor, source, line]);
  if (trouble !== undefined) return <p class="error-text">{trouble}</p>;
  return (
    <>
      <div class="source" ref={box} />
      <output class="unseen">{sayLine(cursor, view.current, signs)}</output>
    </>
  );
}

/** For who hears the page: the line that the keys are at. */
function sayLine(line: number, view: EditorView | undefined, { marks, flows }: LineSigns): string {
  if (view === undefined || line > view.state.doc.lines) return '';
  const at = flows.get(line);
  const said = marks.filter(mark => mark.line === line).map(sayMark);
  return [
    `Line ${line}: ${view.state.doc.line(line).text.trim()}`,
    ...said,
    ...(at === undefined ? [] : [sayFlows(at)]),
  ].join('. ');
}
