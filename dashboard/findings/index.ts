/**
 * dashboard/findings: what Eddy saw by itself: the list by kind and places, and one of them with its stacks beside each other. It
 * must not know how findings are made.
 */

export * from './findings.tsx';
export { openCount } from './muted.ts';
