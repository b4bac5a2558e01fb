import type { Capabilities, EddyCapabilities, ExceptionBreakpointsFilter } from '../../wire/dap/index.ts';
import { findingKinds } from '../../wire/protocol/index.ts';

export const exceptionFilters = [
  {
    filter: 'uncaught',
    label: 'Uncaught Exceptions',
    description: 'Stops where an error is thrown that nothing will catch.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Name of the error, or an expression over `error`',
  },
  {
    filter: 'throw',
    label: 'Caught Exceptions',
    description: 'Stops wherever an error is thrown.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Name of the error, or an expression over `error`',
  },
  {
    filter: 'finding',
    label: 'Findings of Eddy',
    description: 'Stops where Eddy sees something wrong between flows: a crossed scope, a ring of locks …',
    default: false,
    supportsCondition: true,
    conditionDescription: `Kinds of findings, as in ${findingKinds.slice(0, 2).join(', ')}; all unless told`,
  },
] as const satisfies readonly ExceptionBreakpointsFilter[];

export type ExceptionFilter = (typeof exceptionFilters)[number]['filter'];

/** What this server does; what is not named here it does not. */
export function capabilities(version: string): Capabilities & EddyCapabilities {
  return {
    supportsConfigurationDoneRequest: true,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsBreakpointLocationsRequest: true,
    supportsEvaluateForHovers: true,
    supportsSetVariable: true,
    supportsSetExpression: true,
    supportsCompletionsRequest: true,
    completionTriggerCharacters: ['.'],
    supportsExceptionInfoRequest: true,
    supportsExceptionFilterOptions: true,
    exceptionBreakpointFilters: exceptionFilters,
    supportsRestartRequest: true,
    supportsTerminateRequest: true,
    supportTerminateDebuggee: true,
    supportsDelayedStackTraceLoading: true,
    supportsSingleThreadExecutionRequests: true,
    supportsCancelRequest: true,
    breakpointModes: [
      {
        mode: 'hold',
        label: 'Hold the flow',
        description: 'Only the flow that comes there waits; everything else runs on.',
        appliesTo: ['source'],
      },
      {
        mode: 'stop',
        label: 'Stop the process',
        description: 'The whole process pauses, whichever flow comes there.',
        appliesTo: ['source', 'exception'],
      },
    ],
    eddy: {
      version,
      requests: ['eddy/flowStack', 'eddy/activity', 'eddy/setBreakpoint', 'eddy/removeBreakpoint'],
    },
  };
}
