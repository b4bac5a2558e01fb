/**
 * wire/dap/types: the words of the Debug Adapter Protocol, made of its published schema (schema/dap); this file alone is
 * written by hand. It knows nothing else.
 */
export type * from './answers.ts';
export type * from './arguments.ts';
export type * from './breakpoints.ts';
export type * from './capabilities.ts';
export type * from './events.ts';
export type * from './requests.ts';
export type * from './values.ts';
