import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { isLoopback } from '../../../base/index.ts';
import { tryRead } from './process-facts.ts';

/** A TCP port that a process listens at. */
export interface ListenedPort {
  /** As one dials it: what listens everywhere is dialled on loopback. */
  readonly host: string;
  readonly port: number;
  /** The socket itself; a port can be another's a moment later. */
  readonly inode: string;
  /** Whose it is. */
  readonly user: number;
}

/** Ports that the process listens at; undefined where its files are not shown to us. */
export function portsOf(pid: number): ListenedPort[] | undefined {
  const sockets = socketsOf(pid);
  return sockets && allPorts(pid).filter(({ inode }) => sockets.has(inode));
}

/** Their inodes. */
function socketsOf(pid: number): ReadonlySet<string> | undefined {
  const own = tryRead(() => readdirSync(`/proc/${pid}/fd`));
  if (own === undefined) return undefined;
  const sockets = new Set<string>();
  for (const fd of own) {
    try {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? [];
      if (inode !== undefined) sockets.add(inode);
    } catch (error) {
      // Root without the capability to trace others sees the numbers alone. One that is gone was closed meanwhile.
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM') return undefined;
    }
  }
  return sockets;
}

/** Of our own network. One whose loopback is down lets everybody listen there, and nobody connect. */
export function hasLoopback(): boolean {
  const addresses = tryRead(() => Object.values(networkInterfaces()).flat());
  return addresses === undefined || addresses.some(one => one?.internal === true && one.family === 'IPv4');
}

/** Of everybody in its network. */
export function allPorts(pid: number): ListenedPort[] {
  return tableOf(pid).flatMap(portOf);
}

/** What may answer there in our own network: of `localhost` each address. None: nothing does, or it is another machine. */
export function portsAt(host: string, port: number): ListenedPort[] {
  const there = allPorts(process.pid).filter(one => one.port === port);
  const exact = there.filter(one => one.host === host);
  return exact.length > 0 ? exact : there.filter(() => isLoopback(host));
}

/** The process that listens there; undefined where it is not shown to us. */
export function listenerOf(host: string, port: number): number | undefined {
  const socket = `socket:[${portsAt(host, port)[0]?.inode}]`;
  const pids = (tryRead(() => readdirSync('/proc')) ?? []).map(Number).filter(Number.isInteger);
  return pids.find(pid =>
    tryRead(() => readdirSync(`/proc/${pid}/fd`))?.some(
      fd => tryRead(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) === socket,
    ),
  );
}

/** How many are connected to a port, as who listens there sees it. */
export function clientsOf(pid: number, port: number): number {
  return tableOf(pid).filter(line => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    return state === isConnected && local.endsWith(hexPort(port));
  }).length;
}

/** A table that changes while it is read may miss a line. */
const looks = 3;

/** Whether it is that process that we are connected to: another may have come to listen at its port, or beside it. */
export function isConnectedTo(pid: number, port: number, from: number): boolean {
  for (let look = 0; look < looks; look++) {
    const sockets = socketsOf(pid);
    const isIts = (line: string) => {
      const [, local = '', remote = '', state, , , , , , inode = ''] = line.trim().split(/\s+/);
      return (
        state === isConnected &&
        local.endsWith(hexPort(port)) &&
        remote.endsWith(hexPort(from)) &&
        sockets?.has(inode) === true
      );
    };
    if (tableOf(pid).some(isIts)) return true;
  }
  return false;
}

function tableOf(pid: number): string[] {
  return ['tcp', 'tcp6'].flatMap(name =>
    (tryRead(() => readFileSync(`/proc/${pid}/net/${name}`, 'utf8')) ?? '').split('\n').slice(1),
  );
}

function hexPort(port: number): string {
  return `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}

const isConnected = '01';
const listens = '0A';

function portOf(line: string): ListenedPort[] {
  const columns = line.trim().split(/\s+/);
  const [, local = '', , state] = columns;
  const [address = '', port = ''] = local.split(':');
  if (state !== listens) return [];
  return [
    { host: hostOf(address), port: Number.parseInt(port, 16), inode: columns[9] ?? '', user: Number(columns[7]) },
  ];
}

/** The kernel writes addresses in words of 32 bits, each with its last byte first. */
export function hostOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.every(byte => byte === 0)) return hex.length > 8 ? '::1' : '127.0.0.1';
  bytes.swap32();
  if (bytes.length === 4) return bytes.join('.');
  const isMapped = bytes.subarray(0, 10).every(byte => byte === 0) && bytes.readUInt16BE(10) === 0xffff;
  if (isMapped) return bytes.subarray(12).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  return groups.every((one, at) => one === (at === 7 ? '1' : '0')) ? '::1' : groups.join(':');
}
