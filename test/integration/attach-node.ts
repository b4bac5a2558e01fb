// Programs that run without us, attached to from this process.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { attachTo } from '../../src/hub/index.ts';
import { attachedPath } from '../../src/own-files.ts';
import { type EddyEvent, type EventKind, parseRunOptions } from '../../src/wire/protocol/index.ts';
import { anyPort, type BareProgram, startBare } from '../launch/bare-program.ts';
import { nodePath, root, until } from '../launch/index.ts';

export const shops = join(root, 'test/targets/attach');
/** `HTTP 1.1`, one connection that stays. */
export const agent = () => new Agent({ keepAlive: true, maxSockets: 1 });

/** What ends what was started. */
export interface Ending {
  after(end: () => Promise<void>): void;
}

export interface Shop extends BareProgram {
  ask(path: string, headers?: Record<string, string>): Promise<string>;
  /** What a visitor could have left: as the program tells, and the system. */
  state(): Promise<Record<string, unknown>>;
  /** Its state as soon as it is that one, else as it stays: a thread that was told to end takes its moment. */
  stateLike(before: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export async function startShop(
  t: Ending,
  file: string,
  { node = process.version, words = [anyPort] } = {},
): Promise<Shop> {
  const command = node === process.version ? process.execPath : nodePath(Number(node));
  const bare = await startBare(t, command, [...words, resolve(shops, file)]);
  const port = Number(/^port (\d+)$/.exec(bare.ready)?.[1]);
  const one = agent();
  t.after(async () => one.destroy());
  const ask = (path: string, headers: Record<string, string> = {}, by: Agent | false = false) =>
    new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: `/${path}`, agent: by, headers }, response => {
        let text = '';
        response.setEncoding('utf8').on('data', part => {
          text += part;
        });
        response.on('end', () => resolve(text));
      }).on('error', reject);
    });
  const state = async () => ({
    ...(JSON.parse(await ask('state', {}, one)) as Record<string, unknown>),
    threads: tasksOf(bare.pid),
    listens: listening(bare.pid),
  });
  const stateLike = async (before: Record<string, unknown>) => {
    let now: Record<string, unknown> = {};
    const look = async () => {
      now = await state();
      // One of Node's own may have ended since.
      now.threads = Math.max(Number(now.threads), Number(before.threads));
      return isDeepStrictEqual(now, before) ? now : undefined;
    };
    return until(look, 5_000).catch(() => now);
  };
  // Node itself loads some things when the first connections close.
  for (const count of ['1', '2', '3']) await ask(count);
  return { ...bare, ask: (path, headers) => ask(path, headers), state, stateLike };
}

function tasksOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

/** Ports that the process listens at. */
function listening(pid: number): number {
  const lines = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n').slice(1);
  const sockets = new Set(
    lines.flatMap(line => (/^\s*\d+: \S+ \S+ 0A .* (\d+) /.test(line) ? [line.trim().split(/\s+/)[9]] : [])),
  );
  return readdirSync(`/proc/${pid}/fd`).filter(fd => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`)) ?? [];
    return inode !== undefined && sockets.has(inode);
  }).length;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
export interface Visitor {
  readonly told: readonly string[];
  /** The next event of a kind that has not been given yet. */
  next(kind: EventKind): Promise<EddyEvent>;
  readonly target: { readonly id: string; readonly node: string };
  readonly ended: Promise<string>;
  detach(): Promise<readonly string[]>;
}

export async function visit(
  t: Ending,
  to: { pid: number } | { host: string; port: number },
  ...words: string[]
): Promise<Visitor> {
  const told: string[] = [];
  const seen: EddyEvent[] = [];
  const attached = await attachTo({
    to,
    words: 'attach',
    cwd: root,
    options: parseRunOptions(words).options,
    program: attachedPath(),
    yes: false,
    signal: new AbortController().signal,
    tell: text => void told.push(text),
    onFinding: () => {},
    onSessionEvent: event => void seen.push(event),
  });
  t.after(async () => void (await attached.detach()));
  return {
    told,
    ...attached,
    next: async kind => {
      const find = (wanted: EventKind) => seen.findIndex(event => event.kind === wanted);
      return until(async () => {
        const at = find(kind);
        if (at >= 0) return seen.splice(at, 1)[0]!;
        if (kind === 'probe-bound' && find('probe-refused') >= 0)
          throw new Error(`It was refused: ${seen[find('probe-refused')]!.data.reason}`);
        return undefined;
      }, 10_000);
    },
  };
}
