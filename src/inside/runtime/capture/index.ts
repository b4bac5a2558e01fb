/**
 * inside/runtime/capture: values, stacks and flows as bounded, redacted JSON, taken in the program's own thread without running
 * any of its code. It knows nothing of who wants them.
 */
export { Redaction, type RedactionOptions } from '../../../base/index.ts';
export { capture, captureLocals } from './capture.ts';
export { type CapturedFlow, captureFlow } from './capture-flow.ts';
export { type CaptureLimits, captureLimits } from './capture-limits.ts';
export { captureNamed } from './capture-named.ts';
export { captureStack, framesOf } from './capture-stack.ts';
export type { Captured, CapturedNode, Cut } from './captured.ts';
export { toldText } from './told-text.ts';
