/**
 * dashboard/reports: reports as views read them: asked for while somebody looks, and what stands in their lists. It must not know
 * what is drawn of them.
 */
export * from './items.ts';
export * from './use-reports.ts';
