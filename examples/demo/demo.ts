// The main job in half a minute: a shop with customers in it, three bugs that nobody told Eddy of, and Eddy beside it.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Finding, Report, Site } from '../../src/wire/protocol/index.ts';
import { holdOne } from './hold.ts';
import { type Counts, customers } from './load.ts';
import { showPage } from './page.ts';

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

process.exitCode = await demo();

async function demo(): Promise<number> {
  const folder = join(root, '.cache', 'demo');
  const reportFile = join(folder, 'report.json');
  mkdirSync(folder, { recursive: true });
  const program = join(here, 'shop', 'server.ts');
  const words = ['run', '--dashboard', '--report', relative(root, reportFile), relative(root, program)];
  say(`$ eddy ${words.join(' ')}`);
  // In a group of its own: a Ctrl-C is for us, who close the shop as one does.
  const shop = spawn(process.execPath, [join(root, 'dist', 'main.js'), ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  process.once('exit', () => shop.kill());
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
  const counts: Counts = { answered: 0, refused: 0, gaveUp: 0 };
  const served = customers(address, AbortSignal.timeout(loadMs), 24, counts);
  const isHeld = await holdOne(shop.pid!, address, join(here, 'shop', 'prices.ts'), counts, say).catch(error => {
    say(`  ${error}`);
    return false;
  });
  await served;
  await look(shop.pid!, address, folder, counts);
  shop.kill('SIGTERM');
  const status = await ended;
  say(
    `\nThe shop closed with status ${status}: ${counts.answered} answered, ${counts.refused} sold out, ${counts.gaveUp} customers gave up.`,
  );
  if (!isHeld) say('One customer was to be held, and was not: that should not be.');
  return Math.max(isHeld ? 0 : 1, tell(JSON.parse(readFileSync(reportFile, 'utf8'))));
}

/** A few customers are still there, so that there is something to see. */
async function look(run: number, address: string, folder: string, counts: Counts): Promise<void> {
  const over = new AbortController();
  const served = customers(address, over.signal, 3, counts);
  await showPage(run, folder, say).catch(error => say(`  ${error}`));
  over.abort();
  await served;
}

/** What the report has of each bug. Fails when one was not named, for then the demo shows nothing. */
function tell(report: Report): number {
  const named = Object.entries(bugs).filter(([kind, bug]) => {
    const findings = report.findings.filter(finding => isBug(kind, finding));
    const places = new Set(findings.flatMap(finding => Object.entries(finding.sites).map(place)));
    say(`\n  ${kind}${findings.length === 0 ? ': not seen this time' : ''}`);
    for (const one of places) say(`    ${one}`);
    say(`    ${bug.story}`);
    return findings.length > 0;
  });
  const others = report.findings.filter(finding => !Object.keys(bugs).some(kind => isBug(kind, finding)));
  for (const finding of others) say(`\n  Also seen: ${finding.kind}: ${finding.message}`);
  const all = Object.keys(bugs).length;
  say(`\nOf ${all} bugs that nobody told Eddy of, it named ${named.length}. Nothing in the shop was changed for it.`);
  say('Next: npm run -s eddy -- run /path/to/YOUR-PROGRAM; what each finding means stands in docs/findings.md.');
  return named.length === all ? 0 : 1;
}

function isBug(kind: string, finding: Finding): boolean {
  const bug = bugs[kind];
  const sites = Object.values(finding.sites);
  return bug !== undefined && finding.kind === kind && sites.some(site => site.file.endsWith(`/${bug.file}`));
}

function place([role, site]: [string, Site]): string {
  const file = site.file.startsWith(root) ? relative(root, site.file) : site.file;
  return `${role} ${file}:${site.line}${site.function === '' ? '' : ` in ${site.function}`}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
