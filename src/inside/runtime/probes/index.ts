/**
 * runtime/probes: what a user asks for at a place: which flows it concerns, what happens there, and the flows that wait.
 * It must not know who asks, nor how gates come into the code.
 */
export { type ActivityWanted, activitySteps, lineOf, listActivations, readActivity } from './activity.ts';
export { describeHeld } from './describe-held.ts';
export { explainPlace } from './explain.ts';
export type { GateVisit } from './gate-visit.ts';
export type { GatedFile } from './gated-file.ts';
export type { HeldFlow } from './held-flow.ts';
export type { OwnPlace, OwnSession } from './own-probes.ts';
export { type GateWords, Probes } from './probes.ts';
export { throwsKey } from './throws.ts';
export type { Trail } from './trails.ts';
export { readableOf } from './visit.ts';
