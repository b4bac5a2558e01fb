import { useEffect, useRef } from 'preact/hooks';
import type { ExpressionFieldProps } from './expression.ts';
import { useEditor } from './use-editor.ts';

/** One line of a language, with completion by what there is, and what was asked before. */
export function ExpressionField(props: ExpressionFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const now = useRef(props);
  now.current = props;
  const { isPython, label, hint } = props;
  const { editor, trouble } = useEditor();
  useEffect(() => {
    const view = editor?.openExpression(box.current!, now);
    return () => view?.destroy();
  }, [editor, isPython, label, hint]);
  if (trouble !== undefined) return <p class="error-text">{trouble}</p>;
  return <div class="expression" ref={box} />;
}
