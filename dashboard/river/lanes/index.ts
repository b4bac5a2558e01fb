/**
 * dashboard/river/lanes: which group and which lane a flow is in, and how many are alive over time. It follows a FlowBook and
 * works in slices. It must not know how anything is drawn.
 */
export * from './density.ts';
export * from './flow-filter.ts';
export * from './grouping.ts';
export * from './lane.ts';
export * from './lane-book.ts';
export * from './lane-group.ts';
export * from './route.ts';
export * from './start-order.ts';
