/**
 * dashboard/source/editor: what is drawn with CodeMirror: a file with its gutter, a field for expressions. It is loaded when it is first
 * needed, and is by far the largest part of the page. It must not know who shows it.
 */
export * from './expression-view.ts';
export { setSigns } from './line-state.ts';
export * from './source-view.ts';
