/**
 * test/toolchains: what people load, compile and bundle their programs with, and what they put beside them: one small program
 * for each, run bare and held under Eddy. It owns the rows and how they are compared. It must not know a source of Eddy but its
 * client.
 */
export * from './compare.ts';
export * from './prepared.ts';
export * from './rows.ts';
export * from './toolchain.ts';
export * from './trace-agent.ts';
export * from './versions.ts';
