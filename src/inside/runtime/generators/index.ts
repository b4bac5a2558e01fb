/**
 * inside/runtime/generators: async generators seen through their shared prototype, and `SafeAsyncGenerator`, which closes one
 * properly. It knows nothing of scopes, locks or sessions but that they can be held by a generator's body.
 */
export { isPending, type Pending } from './pending.ts';
export * from './safe-async-generator.ts';
export * from './safe-generator-options.ts';
export { takeOverGenerator } from './take-over.ts';
export { watchGenerators } from './watch-generators.ts';
