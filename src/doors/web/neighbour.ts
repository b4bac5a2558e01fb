import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

/** Who may be at the other end: we, who may do all, and who became root to start us. */
export function isOurs(user: number, ours: number, sudoUser: string | undefined): boolean {
  return user === ours || user === 0 || (ours === 0 && sudoUser !== undefined && user === Number(sudoUser));
}

/** The user at the other end of a connection within this machine, as Linux says it. Undefined: it cannot be told. */
export async function tryUserOf({ remoteAddress, remotePort, localPort }: Socket): Promise<number | undefined> {
  if (process.platform !== 'linux' || remoteAddress === undefined) return undefined;
  const text = await readFile('/proc/net/tcp', 'latin1').catch(() => '');
  return userIn(text, `${hexOf(remoteAddress)}:${hexPort(remotePort)}`, hexPort(localPort));
}

/** Of the line that is about the other end's own socket. */
export function userIn(table: string, address: string, towardsPort: string): number | undefined {
  for (const line of table.split('\n').slice(1)) {
    const [, from, towards, , , , , user] = line.trim().split(/\s+/);
    if (from === address && towards?.endsWith(`:${towardsPort}`) === true) return Number(user);
  }
  return undefined;
}

/** As the table has it: the bytes in the machine's own order. */
function hexOf(address: string): string {
  const bytes = Buffer.from(address.split('.').map(Number));
  return (endianness() === 'LE' ? bytes.reverse() : bytes).toString('hex').toUpperCase();
}

function hexPort(port = 0): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}
