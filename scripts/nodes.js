// Where the Nodes are: the pinned one that we develop on, and the older ones that our users may have.
// Plain JavaScript with nothing to import, so that any Node from 18 on can run it before anything is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The newest of each major that users may have; the pinned one comes from package.json. */
export const olderNodes = { 22: '22.23.3', 24: '24.21.0' };

const cache = join(root, 'node_modules', '.cache', 'nodes');
const isWindows = process.platform === 'win32';
const binary = isWindows ? 'node.exe' : 'node';

export function pinnedVersion() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devEngines.runtime.version;
}

/** The package that holds a Node for this machine. Apple's ARM has a name of its own. */
export function nodePackage() {
  const platform = isWindows ? 'win' : process.platform;
  return `${platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${process.arch}`;
}

/** Undefined when there is none: not installed, or none is published for this machine. */
export function tryPinnedNode() {
  if (process.versions.node === pinnedVersion()) return process.execPath;
  const path = join(root, 'node_modules', nodePackage(), 'bin', binary);
  return existsSync(path) ? path : undefined;
}

/** npm 10 leaves the link out when the lockfile names other platforms' packages with the same program. */
export function linkPinnedNode() {
  const bin = join(root, 'node_modules', '.bin');
  if (isWindows || existsSync(join(bin, 'node')) || !existsSync(join(root, 'node_modules', nodePackage()))) return;
  mkdirSync(bin, { recursive: true });
  symlinkSync(join('..', nodePackage(), 'bin', binary), join(bin, 'node'));
}

/** The Node of a major version, if it is here already. */
export function tryNodePath(major) {
  if (String(major) === pinnedVersion().split('.')[0]) return tryPinnedNode();
  if (String(major) === process.versions.node.split('.')[0]) return process.execPath;
  const path = join(cache, String(major), 'node_modules', nodePackage(), 'bin', binary);
  return existsSync(path) ? path : undefined;
}

/** The Node of a major version (22, 24, 26). Gets it first where it is missing; throws when it cannot. */
export function nodePath(major) {
  return tryNodePath(major) ?? getNode(major);
}

function getNode(major) {
  const version = olderNodes[major];
  if (version === undefined)
    throw new Error(
      `Node ${major} is not among those that Eddy is tried on (${Object.keys(olderNodes)}, ${pinnedVersion()}).`,
    );
  mkdirSync(cache, { recursive: true });
  // Made aside and moved into place, so that two who get it at once do not meet in one folder.
  const aside = mkdtempSync(join(cache, `${major}-`));
  writeFileSync(join(aside, 'package.json'), JSON.stringify({ name: 'older-node', private: true }));
  try {
    npm(['install', '--ignore-scripts', `${nodePackage()}@${version}`], { cwd: aside });
    const place = join(cache, String(major));
    if (!existsSync(place)) renameSync(aside, place);
  } catch (cause) {
    if (tryNodePath(major) === undefined)
      throw new Error(`Node ${version} could not be installed: ${cause.message}`, { cause });
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  const path = tryNodePath(major);
  if (path === undefined) throw new Error(`${nodePackage()}@${version} holds no ${binary}.`);
  return path;
}

/** Runs npm, the one that started us where one did. Throws with what it said. */
export function npm(args, { cwd = root, show = false } = {}) {
  const by = process.env.npm_execpath;
  const [file, more] = by !== undefined && /npm-cli\.c?js$/.test(by) ? [process.execPath, [by]] : ['npm', []];
  const all = [...more, ...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  try {
    return execFileSync(file, all, {
      cwd,
      env: cleanEnv(),
      encoding: 'utf8',
      shell: isWindows && file === 'npm',
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
  } catch (cause) {
    const lines = `${cause.stderr ?? ''}`.trim().split('\n');
    // npm tells all its options after the error proper.
    const said = lines
      .slice(0, Math.max(1, lines.findIndex(line => /^npm error (Usage:|Clean install)/.test(line)) + 1 || 12))
      .join('\n');
    throw new Error(`npm ${args.join(' ')} failed${said === '' ? ` (${cause.message})` : `:\n${said}`}`, { cause });
  }
}

/** What an outer npm says of its own run (its prefix, its options) would steer the inner one. */
function cleanEnv() {
  const keep = /^npm_config_(registry|cache|.*proxy|cafile|userconfig|globalconfig|offline|prefer_offline)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(?!execpath)/i.test(name) || keep.test(name)),
  );
}

/** For scripts that may be started by any Node: goes on under the pinned one, or says how to get it. */
export function underPinnedNode(scriptUrl) {
  if (Number(process.versions.node.split('.')[0]) >= Number(pinnedVersion().split('.')[0])) return;
  const pinned = tryPinnedNode();
  if (pinned === undefined) {
    console.error(`This needs Node ${pinnedVersion()}, and runs on ${process.version}. Run: npm run setup`);
    process.exit(1);
  }
  const ran = spawnSync(pinned, [fileURLToPath(scriptUrl), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(ran.status ?? 1);
}
