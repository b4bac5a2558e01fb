/**
 * dashboard/model: what the page knows: runs, targets, sessions, findings, what is held, flows and their past, figures. It is fed
 * news and asks; views read its signals. It must not know the DOM: its tests run in Node.
 */
export * from './finding-book.ts';
export * from './flow-book.ts';
export * from './flow-columns.ts';
export * from './flow-row.ts';
export * from './flow-samples.ts';
export * from './line-state.ts';
export * from './model.ts';
export * from './open-past.ts';
export * from './pace.ts';
export * from './past.ts';
export * from './ports.ts';
export * from './shelf.ts';
export * from './system-book.ts';
export * from './target-book.ts';
