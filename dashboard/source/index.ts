/**
 * dashboard/source: the text of a file with its gutter for probes, the choice of a file, and a field for expressions. It must not
 * know sessions' views or what a click leads to: who shows it says.
 */
export * from './awaited.ts';
export * from './expression.ts';
export * from './expression-field.tsx';
export * from './file-picker.tsx';
export * from './line-signs.ts';
export * from './mark-icon.ts';
export * from './marks.ts';
export * from './named-files.ts';
export * from './source-pane.tsx';
export * from './source-text.ts';
export { loadEditor } from './use-editor.ts';
