// Everything that says whether Eddy is well: the check without its unit tests, then all tests. With words on the command
// line (files, or parts of their paths) only those tests run, and no check. `--only-tests` leaves the check out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root, underPinnedNode } from './nodes.js';

underPinnedNode(import.meta.url);
const { check } = await import('./check/main.ts');
const { filesBelow } = await import('./check/sources.ts');

const words = process.argv.slice(2).filter(word => !word.startsWith('-'));
const withCheck = words.length === 0 && !process.argv.includes('--only-tests');

const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.js'), '--if-stale'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
const checked = withCheck ? await check({ unitTests: false }) : true;
const tested = runTests();
if (!checked) console.log('✖ the tests aside, the check failed: see the top.');
process.exitCode = checked && tested ? 0 : 1;

function runTests() {
  const files = filesBelow(root, /\.test\.ts$/)
    .map(file => relative(root, file))
    .filter(file => words.length === 0 || words.some(word => file.includes(word.replace(/^\.\//, ''))));
  if (files.length === 0) {
    console.log(`No test file matches ${words.join(', ')}.`);
    return false;
  }
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  const notes = join(folder, 'skips.ndjson');
  try {
    const ran = spawnSync(process.execPath, ['--test', ...options(notes), ...files], { cwd: root, stdio: 'inherit' });
    tellSkips(notes);
    return ran.status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two files at once: most of them start processes of their own. The limit is for one that hangs, not for a slow one. */
function options(notes) {
  return [
    '--test-concurrency=2',
    '--test-timeout=180000',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(root, 'scripts', 'skips-reporter.js')}`,
    `--test-reporter-destination=${notes}`,
  ];
}

function tellSkips(notes) {
  const lines = readFileSync(notes, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
  const skipped = lines.filter(line => line.reason !== undefined);
  if (skipped.length > 0) console.log(`\nskipped (${skipped.length}):`);
  for (const one of skipped)
    console.log(`  ${one.file === undefined ? '' : `${relative(root, one.file)}: `}${one.name}: ${one.reason}`);
  const counts = lines.find(line => line.counts !== undefined)?.counts;
  if (counts !== undefined)
    console.log(
      `\n# tests ${counts.tests}, pass ${counts.passed}, fail ${counts.failed + counts.cancelled}, skipped ${counts.skipped}`,
    );
}
