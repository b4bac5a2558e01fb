import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding, Report } from '../../src/wire/protocol/index.ts';
import { eddy, root, run } from '../launch/index.ts';
import { wildCompanions, wildPackages } from './wild-programs.ts';

/**
 * Runs each program bare and under Eddy. Its status must be the same; every finding is printed, to be looked at and
 * explained in docs/findings-in-the-wild.md. False: a program behaved differently.
 */
export async function wild(): Promise<boolean> {
  const home = install();
  const reports = mkdtempSync(join(tmpdir(), 'eddy-wild-'));
  let programs = 0;
  let different = 0;
  const findings: { program: string; finding: Finding }[] = [];
  for (const { name, version, programs: files } of wildPackages) {
    for (const file of files) {
      const program = `${name}@${version} ${file}`;
      const cwd = join(home, 'node_modules', name);
      const report = join(reports, `${programs++}.json`);
      const options = { cwd, deadlineMs: 120_000, env: { CI: '1' } };
      const bare = await run(process.execPath, [file], options);
      const under = await run(process.execPath, [eddy, 'run', '--quiet', '--report', report, file], options);
      const same = bare.status === under.status && bare.signal === under.signal;
      if (!same) different++;
      const seen = (JSON.parse(readFileSync(report, 'utf8')) as Report).findings;
      for (const finding of seen) findings.push({ program, finding });
      console.log(`${same ? 'same' : 'DIFFERENT'} ${under.status} ${program}: ${seen.length} findings`);
      if (!same) console.log(under.stdout.slice(-3000), under.stderr.slice(-3000));
    }
  }
  rmSync(reports, { recursive: true, force: true });
  for (const { program, finding } of findings) {
    const sites = Object.entries(finding.sites).map(
      ([role, site]) => `${role} ${site.file.split('node_modules/').at(-1)}:${site.line}`,
    );
    console.log(
      `\n${program}\n  ${finding.severity} ${finding.kind} ×${finding.count}: ${finding.message}\n  ${sites.join(', ')}`,
    );
  }
  console.log(`\n${programs} programs, ${different} different, ${findings.length} findings`);
  return different === 0;
}

/** The packages, once, in a cache of this checkout. */
function install(): string {
  const home = join(root, 'node_modules/.cache/wild');
  const wanted = [...wildPackages.map(({ name, version }) => `${name}@${version}`), ...wildCompanions];
  const stamp = join(home, 'installed.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === JSON.stringify(wanted)) return home;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  console.log('installing the packages …');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], {
    cwd: home,
    stdio: 'inherit',
  });
  writeFileSync(stamp, JSON.stringify(wanted));
  return home;
}
