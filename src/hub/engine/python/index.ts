/**
 * hub/engine/python: which interpreter runs a Python program, and what its environment needs so that Eddy's agent is in it. It must
 * not know what the agent says, nor debugpy.
 */
export * from './environment.ts';
export * from './interpreter.ts';
export * from './script.ts';
