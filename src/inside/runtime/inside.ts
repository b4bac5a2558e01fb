// What the other rooms inside the program use of the runtime, beside what programs may import.
export * from './core/index.ts';
export { loopBlocked } from './findings/loop-blocked.ts';
export { limits } from './limits.ts';
export { gaugeLoop } from './monitors/loop-gauge.ts';
export { gaugeProcess } from './monitors/process-gauge.ts';
