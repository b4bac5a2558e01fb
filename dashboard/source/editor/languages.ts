import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import type { SourceText } from '../source-text.ts';

/** The words of a language as classes: the page's own style colours them. */
export function languageOf(language: SourceText['language']): Extension[] {
  if (language === 'text') return [];
  if (language === 'python') return [python(), highlighting];
  const isTyped = language === 'typescript' || language === 'tsx';
  return [javascript({ typescript: isTyped, jsx: language === 'jsx' || language === 'tsx' }), highlighting];
}

const highlighting = syntaxHighlighting(classHighlighter);

/** Styles that the view makes itself are let in by this word. */
export function allowedStyles(): Extension {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? '';
  return EditorView.cspNonce.of(nonce);
}
