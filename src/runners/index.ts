/**
 * runners: what a test runner's configuration may name, so that tests are followed where Eddy was started in another way
 * than `eddy test`. It owns how a runner loads us; what following does is the preload's. It must not know what a flow is.
 */
export { createTransformer, type JestOptions, type JestTransformer } from './jest.ts';
export { type EddyPlugin, eddy } from './vitest.ts';
