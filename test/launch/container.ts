import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { folder, root } from './index.ts';
import { familyOf } from './processes.ts';

/** Where Eddy lies in there, and Node. */
export const inside = { house: '/eddy', eddy: '/eddy/dist/main.js', node: '/node/node' };

/** The words of Eddy in there. */
export function eddyInside(...words: string[]): string[] {
  return [inside.node, inside.eddy, ...words];
}

/** A program for tests, as it is called in there. */
export function targetInside(name: string): string {
  return `${inside.house}/test/targets/containers/${name}`;
}

/** What plays a container: namespaces of its own for mounts, processes and network, and a root that can only be read. */
export interface Container {
  /** Who the program is in there; there is no such user in /etc/passwd. */
  readonly user?: number;
  /** `own`: /tmp can be written; `none`: nothing can; else this folder is the host's. */
  readonly temporary?: string;
  /** `ours`: the network is the host's. */
  readonly loopback?: 'up' | 'down' | 'ours';
  /** Eddy lies where it lies outside, too. */
  readonly samePlace?: boolean;
  readonly node?: string;
  /** `host`: that of the host, whose process numbers are others. */
  readonly proc?: 'own' | 'none' | 'host';
}

const programs = ['unshare', 'nsenter', 'setpriv', 'mount', 'ip'];

/** Why there can be no container; false where there can. In CI there must be. */
export function withoutContainers(): string | false {
  if (process.env.CI === 'true') return false;
  if (process.platform !== 'linux') return 'namespaces are of Linux';
  if (process.getuid?.() !== 0) return 'only root can make namespaces and be other users';
  const path = `${process.env.PATH}:/usr/sbin:/sbin`.split(':');
  const missing = programs.filter(one => !path.some(folder => existsSync(join(folder, one))));
  if (missing.length > 0) return `${missing.join(', ')} missing: apt-get install util-linux mount iproute2`;
  const tried = spawnSync('unshare', ['--mount', '--pid', '--net', '--fork', 'true']);
  return tried.status !== 0 && `no namespaces can be made here: ${String(tried.stderr).trim()}`;
}

/** The words that run a command in a container. */
export function contained(t: TestContext, words: readonly string[], container: Container = {}): [string, string[]] {
  const { user = 1000, temporary = 'own', loopback = 'up', proc = 'own' } = container;
  const { samePlace = false, node = process.execPath } = container;
  const settings = {
    ...{ root: folder(t), house: root, node: dirname(node), user, temporary, loopback, proc },
    same: samePlace ? 'yes' : 'no',
  };
  return [
    'env',
    [
      ...Object.entries({ ...settings, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      ...['unshare', '--mount', '--pid', '--fork', '--kill-child'],
      ...(loopback === 'ours' ? [] : ['--net']),
      ...['sh', join(import.meta.dirname, 'container.sh'), ...words],
    ],
  ];
}

/** The pid that a container's first process has outside. */
export function firstOf(pid: number): number {
  const [, first] = familyOf(pid);
  if (first === undefined) throw new Error(`Process ${pid} plays no container.`);
  return first;
}

/** The words that run a command in there as well, as `docker exec` does. */
export function executed(first: number, words: readonly string[], user = 1000): [string, string[]] {
  const as = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  const env = ['env', '-i', 'PATH=/node:/usr/bin:/bin', 'HOME=/nowhere'];
  return ['nsenter', [`--target=${first}`, '--all', ...as, ...env, ...words]];
}
