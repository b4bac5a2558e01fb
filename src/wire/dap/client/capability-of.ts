import { type EddyError, fail } from '../../../base/index.ts';
import type { Capabilities, RequestName } from '../index.ts';

/** What an adapter must have said before it may be asked. Requests that are not here need nothing. */
const needed: { readonly [C in RequestName]?: keyof Capabilities } = {
  breakpointLocations: 'supportsBreakpointLocationsRequest',
  cancel: 'supportsCancelRequest',
  completions: 'supportsCompletionsRequest',
  configurationDone: 'supportsConfigurationDoneRequest',
  dataBreakpointInfo: 'supportsDataBreakpoints',
  disassemble: 'supportsDisassembleRequest',
  exceptionInfo: 'supportsExceptionInfoRequest',
  goto: 'supportsGotoTargetsRequest',
  gotoTargets: 'supportsGotoTargetsRequest',
  loadedSources: 'supportsLoadedSourcesRequest',
  modules: 'supportsModulesRequest',
  readMemory: 'supportsReadMemoryRequest',
  restart: 'supportsRestartRequest',
  restartFrame: 'supportsRestartFrame',
  reverseContinue: 'supportsStepBack',
  setDataBreakpoints: 'supportsDataBreakpoints',
  setExpression: 'supportsSetExpression',
  setFunctionBreakpoints: 'supportsFunctionBreakpoints',
  setInstructionBreakpoints: 'supportsInstructionBreakpoints',
  setVariable: 'supportsSetVariable',
  stepBack: 'supportsStepBack',
  stepInTargets: 'supportsStepInTargetsRequest',
  terminate: 'supportsTerminateRequest',
  terminateThreads: 'supportsTerminateThreadsRequest',
  writeMemory: 'supportsWriteMemoryRequest',
};

/** Why this adapter is not asked; undefined where it can be. */
export function missingFor(command: string, capabilities: Capabilities, peer: string): EddyError | undefined {
  const need = needed[command as RequestName];
  if (need === undefined || capabilities[need] === true) return undefined;
  return lacking(peer, need, `"${command}"`);
}

export function lacking(peer: string, need: keyof Capabilities, what: string): EddyError {
  return fail('refused', `${peer} does not offer ${what}: its capabilities have no ${need}.`, { data: { need } });
}
