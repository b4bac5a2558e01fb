/**
 * runtime/activations: each run of each async function that has gates: who called it, in which flow, where it waits and
 * since when. It must not know how gates come into the code.
 */
export { Activation, fileOf, type GatedModule, held, runs } from './activation.ts';
export { Activations, type ActivationWords } from './activations.ts';
export { awaitingSite, waitsAt } from './awaiting-site.ts';
