// The main job in half a minute: a shop with customers in it, three bugs that nobody told Eddy of, and Eddy beside it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Finding, Report, Site } from '../../src/wire/protocol/index.ts';
import { customers } from './load.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const loadMs = Number(process.env.DEMO_SECONDS ?? 12) * 1000;

/** What the bugs are, for who watches: Eddy is not told of this list. */
const bugs: Record<string, { file: string; story: string }> = {
  'lock-leaked': {
    file: 'stock.ts',
    story:
      'A sold-out samovar throws before release(): its shelf stays locked, and who asks for one next waits for ever.',
  },
  'abort-listeners-growing': {
    file: 'prices.ts',
    story: 'Each request hangs a listener on the signal that lives as long as the shop, and none takes its own off.',
  },
  'loop-blocked': {
    file: 'accounts.ts',
    story: 'The accounts are sealed in one go: while that runs, no other customer is served.',
  },
};

const folder = mkdtempSync(join(tmpdir(), 'eddy-demo-'));
try {
  process.exitCode = await demo(join(folder, 'report.json'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function demo(reportFile: string): Promise<number> {
  const program = join(here, 'shop', 'server.ts');
  say(`$ eddy run --report report.json ${relative(root, program)}`);
  const shop = spawn(process.execPath, [join(root, 'dist', 'main.js'), 'run', '--report', reportFile, program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: loadMs + 30_000,
  });
  const ended = new Promise<number | null>(resolve => shop.once('close', resolve));
  // What Eddy says as it goes is on standard error; the program's own output is untouched.
  createInterface({ input: shop.stderr }).on('line', line => process.stderr.write(`${line}\n`));
  const lines = createInterface({ input: shop.stdout })[Symbol.asyncIterator]();
  const first: string = (await lines.next()).value ?? '';
  const address = /http:\S+/.exec(first)?.[0];
  if (address === undefined) {
    say(`The shop did not open (it said ${JSON.stringify(first)}).`);
    return 1;
  }
  say(`${first}\n24 customers for ${loadMs / 1000} s. Eddy names what it sees as it sees it:\n`);
  const counts = await customers(address, loadMs, 24);
  shop.kill('SIGTERM');
  const status = await ended;
  say(
    `\nThe shop closed with status ${status}: ${counts.answered} answered, ${counts.refused} sold out, ${counts.gaveUp} customers gave up.`,
  );
  return tell(JSON.parse(readFileSync(reportFile, 'utf8')));
}

/** The report, and whether it names all three bugs and nothing that is none. */
function tell(report: Report): number {
  say(`\nThe report: ${report.flows.total} flows, ${report.findings.length} findings.`);
  for (const finding of report.findings) tellFinding(finding);
  const missing = Object.keys(bugs).filter(kind => !report.findings.some(finding => isBug(kind, finding)));
  const others = report.findings.filter(finding => !Object.keys(bugs).some(kind => isBug(kind, finding)));
  if (missing.length === 0) say('\nAll three bugs were named, each with its line.');
  else say(`\nNot named this time: ${missing.join(', ')}.`);
  for (const finding of others) say(`Also seen: ${finding.kind}: ${finding.message}`);
  say('Next: eddy run --report FILE YOUR-PROGRAM, and docs/findings.md for what each finding means.');
  return missing.length === 0 ? 0 : 1;
}

function tellFinding(finding: Finding): void {
  say(`\n  ${finding.kind} (${finding.severity}, ${finding.count} times)\n    ${finding.message}`);
  for (const [role, site] of Object.entries(finding.sites)) say(`    ${role.padEnd(10)} ${place(site)}`);
  const bug = bugs[finding.kind];
  if (bug !== undefined && isBug(finding.kind, finding)) say(`    The bug:   ${bug.story}`);
  say(`    What to do: ${finding.hint}`);
}

function isBug(kind: string, finding: Finding): boolean {
  const bug = bugs[kind];
  return (
    bug !== undefined &&
    finding.kind === kind &&
    Object.values(finding.sites).some(site => site.file.endsWith(`/${bug.file}`))
  );
}

function place(site: Site): string {
  const file = site.file.startsWith(root) ? relative(root, site.file) : site.file;
  return `${file}:${site.line}${site.function === '' ? '' : ` in ${site.function}`}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
