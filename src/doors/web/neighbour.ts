import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

/** Who may be at the other end: we, who may do all, and who became root to start us. */
export function isOurs(user: number, ours: number, sudoUser: string | undefined): boolean {
  return user === ours || user === 0 || (ours === 0 && sudoUser !== undefined && user === Number(sudoUser));
}

/** It has let go of its end: the system says no longer who it was, and nobody is there to read an answer. */
export type Gone = 'gone';

/** A table that changes while it is read may miss a line. */
const looks = 3;

/** The user at the other end of a connection within this machine, as Linux says it. Undefined: it cannot be told. */
export async function tryUserOf({ remoteAddress, remotePort, localPort }: Socket): Promise<number | Gone | undefined> {
  if (process.platform !== 'linux') return undefined;
  // Of a connection that is over Node knows them no more.
  if (remoteAddress === undefined || localPort === undefined) return 'gone';
  const address = `${hexOf(remoteAddress)}:${hexPort(remotePort)}`;
  let user: number | Gone | undefined;
  for (let look = 0; look < looks; look++) {
    user = userIn(await tables(), address, hexPort(localPort));
    if (user !== 'gone') break;
  }
  return user;
}

/** Of the line that is about the other end's own socket. Where our own port is known and that is not, it has gone. */
export function userIn(table: string, address: string, towardsPort: string): number | Gone | undefined {
  let knowsUs = false;
  for (const line of table.split('\n')) {
    const [, from = '', towards = '', , , , , user, , inode] = line.trim().split(/\s+/, 10);
    knowsUs ||= from.endsWith(`:${towardsPort}`);
    const isItsOwn = (from === address || from === `${mapped}${address}`) && towards.endsWith(`:${towardsPort}`);
    // A socket that its process has closed belongs to nobody, and the table says root.
    if (isItsOwn) return inode === '0' ? 'gone' : Number(user);
  }
  return knowsUs ? 'gone' : undefined;
}

/** What stands before an address of IPv4 that a socket of IPv6 has dialled: its line is in the other table. */
const mapped = `${'0'.repeat(16)}${endianness() === 'LE' ? 'FFFF0000' : '0000FFFF'}`;

async function tables(): Promise<string> {
  const read = ['/proc/net/tcp', '/proc/net/tcp6'].map(path => readFile(path, 'latin1').catch(() => ''));
  return (await Promise.all(read)).join('\n');
}

/** As the table has it: the bytes in the machine's own order. */
function hexOf(address: string): string {
  const bytes = Buffer.from(address.split('.').map(Number));
  return (endianness() === 'LE' ? bytes.reverse() : bytes).toString('hex').toUpperCase();
}

function hexPort(port = 0): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}
