/**
 * dashboard/model: what the page knows: runs, targets, sessions, findings, what is held, flows and their past. It is fed news
 * and asks; views read its signals. It must not know the DOM: its tests run in Node.
 */
export * from './flow-book.ts';
export * from './model.ts';
