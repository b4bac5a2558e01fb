import {
  acceptCompletion,
  autocompletion,
  type Completion,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import type { ExpressionFieldProps } from '../expression.ts';
import { allowedStyles, languageOf } from './languages.ts';

/** One line of a language, with completion by what there is, and what was asked before. */
export function openExpression(parent: HTMLElement, props: { readonly current: ExpressionFieldProps }): EditorView {
  const { label, hint, isPython } = props.current;
  let at: number | undefined;
  const write = (view: EditorView, text: string) =>
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      selection: { anchor: text.length },
    });
  const recall = (by: number) => (view: EditorView) => {
    const { history } = props.current;
    if (completionStatus(view.state) !== null || history.length === 0) return false;
    const next = (at ?? history.length) + by;
    at = Math.max(0, Math.min(history.length, next));
    write(view, history[at] ?? '');
    return true;
  };
  const enter = (view: EditorView) => {
    const text = view.state.doc.toString().trim();
    if (text === '') return true;
    at = undefined;
    write(view, '');
    props.current.onEnter(text);
    return true;
  };
  const extensions = [
    allowedStyles(),
    ...languageOf(isPython ? 'python' : 'javascript'),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
    EditorView.lineWrapping,
    placeholder(hint),
    // One line: what is pasted with several is not taken.
    EditorState.transactionFilter.of(change => (change.newDoc.lines > 1 ? [] : change)),
    autocompletion({
      override: [
        async context => {
          const before = context.state.sliceDoc(0, context.pos);
          const word = /[\p{ID_Continue}$]*$/u.exec(before)![0];
          const isAsked = context.explicit || word !== '' || /[\p{ID_Continue}$)\]]\.$/u.test(before);
          if (!isAsked) return null;
          const options: Completion[] = (await props.current.complete(before)).map(one => ({ ...one }));
          return { from: context.pos - word.length, options, validFor: /^[\p{ID_Continue}$]*$/u };
        },
      ],
    }),
    Prec.high(keymap.of([...completionKeymap, { key: 'Tab', run: acceptCompletion }])),
    keymap.of([
      { key: 'Enter', run: enter },
      { key: 'ArrowUp', run: recall(-1) },
      { key: 'ArrowDown', run: recall(1) },
    ]),
  ];
  return new EditorView({ parent, state: EditorState.create({ extensions }) });
}
