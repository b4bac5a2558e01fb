/**
 * hub/store/rows: what both stores make of an item before they keep it: its text, and the words that it is found by. It
 * keeps nothing itself.
 */

export * from './limits.ts';
export * from './row.ts';
