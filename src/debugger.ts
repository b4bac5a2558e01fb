/**
 * eddy/debugger: what a program of yours debugs others with, or itself: the RemoteDebugger, in process or over a hub; the
 * AsyncDebugClient, for any adapter of the Debug Adapter Protocol; and the DebugDashboard, a page of a run with its figures.
 */
import { readFileSync } from 'node:fs';
import { isEddyError, nodeCrypto } from './base/index.ts';
import { type Hub, openHub, openStaying } from './doors/client/index.ts';
import { WebDoor } from './doors/web/index.ts';
import { type DashboardOptions, type DashboardPorts, HubDashboard } from './hub/debug-dashboard/index.ts';
import { RemoteDebugger, type RemoteDebuggerOptions } from './hub/debugger/index.ts';
import { builtFile } from './own-files.ts';

export * from './hub/debug-dashboard/index.ts';
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

/** The page of a run or of a hub that stays, and its figures. It listens at 127.0.0.1 from `start()` to `stop()`. */
export class DebugDashboard extends HubDashboard {
  constructor(options: DashboardOptions = {}) {
    super(options, dashboardPorts);
  }
}

// Two copies of us may be in one process; the dashboard is one.
const dashboardKey = Symbol.for('eddy.debug-dashboard.1');
const registry = globalThis as { [dashboardKey]?: DebugDashboard };

/** The one of this process; a new one where there is none, and only then do the options count. */
export function getDashboard(options?: DashboardOptions): DebugDashboard {
  registry[dashboardKey] ??= new DebugDashboard(options);
  return registry[dashboardKey];
}

/** The same, started. */
export async function startDashboard(options?: DashboardOptions): Promise<DebugDashboard> {
  const dashboard = getDashboard(options);
  await dashboard.start();
  return dashboard;
}

const caller = 'DebugDashboard';
const dashboardPorts: DashboardPorts = {
  dial: run => (run === undefined ? openOwn() : openHub(run, caller)),
  async openDoor({ pid, name, stays }, clock) {
    const token = nodeCrypto().randomBytes(32).toString('base64url');
    const door = new WebDoor({
      token,
      secret: token,
      isOneRun: stays !== true,
      folder: builtFile('dashboard', 'The page'),
      description: readFileSync(builtFile('openapi.json', 'What the page may ask'), 'utf8'),
      clock,
      dial: () => (stays === true ? openStaying(name, caller) : openHub(String(pid), caller)),
    });
    await door.open();
    return door;
  },
};

/** The run that this process belongs to, else the only one. */
async function openOwn(): Promise<Hub> {
  try {
    return await openHub(String(process.pid), caller);
  } catch (error) {
    if (isEddyError(error, 'no-run')) return openHub(undefined, caller);
    throw error;
  }
}
