// Makes a fresh clone ready: packages, the pinned Node, what the tests need besides, dist/. Says what it does; does nothing
// that is done already, in well under a second. It is an npm step of its own (`pretest`, `predemo` …) because the step after
// it is then started by a shell that finds the pinned Node first. Plain JavaScript for any Node from 18 on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFixtures } from './fixtures.js';
import {
  linkPinnedNode,
  nodePackage,
  nodePath,
  npm,
  olderNodes,
  pinnedVersion,
  root,
  tryNodePath,
  tryPinnedNode,
} from './nodes.js';

/** Debian's packages that tests need. */
const debianPackages = [
  { name: 'faketime', program: 'faketime', tests: 'a hub whose clock is stepped' },
  { name: 'python3', file: '/usr/bin/python3', tests: 'Python programs' },
  { name: 'python3-debugpy', file: '/usr/lib/python3/dist-packages/debugpy', tests: 'probes in Python programs' },
  { name: 'python3-anyio', file: '/usr/lib/python3/dist-packages/anyio', tests: 'cancel scopes of anyio' },
  { name: 'iproute2', file: '/sbin/ip', tests: 'programs in containers, with and without a loopback' },
  { name: 'gdb', program: 'gdb', tests: 'attaching to a Python program by its pid' },
  { name: 'chromium', program: 'chromium', tests: 'the dashboard in a browser' },
];

const forTests = process.argv.includes('--for-tests');

packages();
pinnedNode();
if (forTests) olderOnes();
if (forTests) installFixtures(say);
if (forTests) fromDebian();
dist();

function packages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  say(`installing ${missing.length === 1 ? missing[0] : `${missing.length} packages`} (npm ci) …`);
  try {
    npm(['ci', '--ignore-scripts']);
  } catch (error) {
    stop(
      `${error.message}\nThe lockfile's packages could not be installed. Without a network, npm can take them only from its own cache.`,
    );
  }
}

/** What the lockfile wants here and npm's own record of node_modules does not have. */
function missingPackages() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const record = join(root, 'node_modules', '.package-lock.json');
  const have = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).packages : {};
  return Object.entries(wanted)
    .filter(([path, one]) => path.startsWith('node_modules/') && !one.optional && have[path]?.version !== one.version)
    .map(([path]) => path.slice('node_modules/'.length));
}

function pinnedNode() {
  linkPinnedNode();
  if (tryPinnedNode() !== undefined) return;
  const pinned = pinnedVersion();
  if (existsSync(join(root, 'node_modules', nodePackage()))) return;
  say(`getting Node ${pinned} (npm ci) …`);
  try {
    npm(['ci', '--ignore-scripts']);
    linkPinnedNode();
  } catch (error) {
    stop(error.message);
  }
  if (tryPinnedNode() !== undefined) return;
  const [major] = pinned.split('.');
  if (Number(process.versions.node.split('.')[0]) >= Number(major))
    say(`no packaged Node for this machine; using ${process.version}.`);
  else
    stop(
      `No packaged Node ${pinned} for ${process.platform} ${process.arch}. Install Node ${major} by hand and run this again with it.`,
    );
}

function olderOnes() {
  for (const major of Object.keys(olderNodes)) {
    if (tryNodePath(major) !== undefined) continue;
    say(`getting Node ${olderNodes[major]}, to try Eddy on it …`);
    try {
      nodePath(major);
    } catch (error) {
      say(
        `${error.message}\n       Tests on Node ${major} will be skipped. To get it later: npm test, with a network.`,
      );
    }
  }
}

function fromDebian() {
  const missing = debianPackages.filter(one => (one.file === undefined ? !onPath(one.program) : !existsSync(one.file)));
  if (missing.length === 0) return;
  const names = missing.map(one => one.name);
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    say(`installing Debian's ${names.join(', ')} (apt-get) …`);
    const apt = words =>
      spawnSync('apt-get', words, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0;
    const install = () => apt(['install', '-y', '--no-install-recommends', ...names]);
    // On a new machine apt may not know yet what there is.
    if (install() || (apt(['update']) && install())) return;
    say('apt-get could not.');
  }
  for (const one of missing)
    say(`${one.name} is missing: ${one.tests} will be skipped. On Debian, as root: apt-get install ${one.name}`);
}

function dist() {
  const build = spawnSync(tryPinnedNode() ?? process.execPath, [join(root, 'scripts', 'build.js'), '--if-stale'], {
    stdio: 'inherit',
  });
  if (build.status !== 0) stop('dist/ could not be built: see above.');
}

function onPath(program) {
  return (process.env.PATH ?? '').split(':').some(folder => folder !== '' && existsSync(join(folder, program)));
}

function say(text) {
  console.error(`set-up: ${text}`);
}

function stop(text) {
  say(text);
  process.exit(1);
}
