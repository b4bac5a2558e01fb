/**
 * hub/engine/debugpy: probes in Python targets. Debugpy watches the lines that a target's agent names, and stops its threads; an
 * adapter of its own stands beside each target while it has probes. It must not know sessions, nor whom a probe concerns:
 * that the agent decides.
 */

export { agentCode, attachByPid, attachByPort } from './attach.ts';
export type { Attachment } from './attachment.ts';
export * from './debugpy-engine.ts';
