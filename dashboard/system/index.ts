/**
 * dashboard/system: what each process and thread uses, over time, and what is over a limit. It must not know how figures come.
 */
export * from './system.tsx';
