import { join } from 'node:path';
import { homeFolder } from '../base/index.ts';

/** Where a hub keeps its history unless told: in the user's state folder. */
export function defaultStorePath(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const base = env.XDG_STATE_HOME?.startsWith('/') ? env.XDG_STATE_HOME : join(homeFolder(), '.local', 'state');
  return join(base, 'eddy', `${name}.db`);
}
