/**
 * eddy/debugger: what a program of yours debugs others with, or itself: the RemoteDebugger, in process or over a hub; and the
 * AsyncDebugClient, for any adapter of the Debug Adapter Protocol.
 */
import { openHub } from './doors/client/index.ts';
import { RemoteDebugger, type RemoteDebuggerOptions } from './hub/debugger/index.ts';

export * from './hub/debug-server/index.ts';
export * from './hub/debugger/index.ts';
export * from './wire/dap/client/index.ts';

export interface ConnectOptions extends Omit<RemoteDebuggerOptions, 'desk' | 'engine'> {
  /** Name or pid of a run or of a hub that stays; without, the only one. */
  readonly hub?: string;
  /** As its audit log names us. */
  readonly as?: string;
}

/** A debugger over a run or hub of this user. Its sessions are closed there when it is closed, or when this process ends. */
export async function connectRemoteDebugger({ hub, as, ...options }: ConnectOptions = {}): Promise<RemoteDebugger> {
  const desk = await openHub(hub, as ?? 'eddy/debugger');
  return new RemoteDebugger({ ...options, desk });
}
