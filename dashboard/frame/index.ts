/**
 * dashboard/frame: what is around the views: the bar, the address, keys, theme, notices, what stands where there is nothing. It
 * must not know which views there are: `dashboard/views.ts` lists them.
 */
export * from './empty.tsx';
export * from './frame.tsx';
export * from './notice.ts';
export * from './place.ts';
export * from './rarely.ts';
export * from './seen-since.tsx';
export * from './theme.ts';
export * from './view.ts';
