/**
 * doors/cli/top: what a hub knows, looked at again and again and shown on the whole of a terminal, or once as text. It must
 * not know how the hub was found.
 */

export { documentOf, textOf } from './said-once.ts';
export { findTab, type SortBy } from './tabs.ts';
export { tryFullScreen } from './terminal-full-screen.ts';
export { Top } from './top.ts';
export { TopBook } from './top-book.ts';
export { TopLine } from './top-line.ts';
