import { spawn } from 'node:child_process';

/** Opens an address in the browser of who sits here, and waits for nothing. False: there is none. */
export function browse(address: string, env: NodeJS.ProcessEnv): boolean {
  const words = opener(address, env);
  if (words === undefined) return false;
  const [command, ...args] = words;
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  // It was tried; who asked was told the address.
  child.on('error', () => {});
  child.unref();
  return true;
}

function opener(address: string, env: NodeJS.ProcessEnv): readonly [string, ...string[]] | undefined {
  if (process.platform === 'darwin') return ['open', address];
  // An empty title: `start` takes a first word in quotes for one.
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '""', address];
  const hasScreen = [env.DISPLAY, env.WAYLAND_DISPLAY, env.BROWSER].some(one => one !== undefined && one !== '');
  return hasScreen ? ['xdg-open', address] : undefined;
}
