/**
 * dashboard/frame: the page's frame: which view is shown, its address, keys, theme, notices. It knows the views by their
 * entries in `views.ts` alone.
 */
export * from './frame.tsx';
export * from './notice.ts';
export * from './place.ts';
