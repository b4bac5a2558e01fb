import { deepEqual, equal } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { calm, kindsOf, lineOf, root, runUnderEddy } from '../launch/index.ts';

const programs = join(root, 'test/targets/findings');
const broken = readdirSync(programs).filter(name => /\.broken\.[cm]?[jt]s$/.test(name));

// A broken program gives exactly its finding, at the marked lines; its healthy twin gives none.
for (const name of broken) {
  const kind = name.split('.')[0] as string;
  const file = join(programs, name);
  const twin = join(programs, name.replace('.broken.', '.healthy.'));

  test(`${kind}: seen, and its twin is silent`, async t => {
    const { report, stderr } = await runUnderEddy(t, [file], { env: { EDDY_LIMITS: limitsOf(file) } });
    deepEqual(kindsOf(report.findings), [kind], stderr);
    const sites = report.findings[0]?.sites ?? {};
    for (const role of rolesOf(file)) {
      const site = sites[role as keyof typeof sites];
      equal(site?.file, file, `${role}: ${JSON.stringify(sites, null, 1)}`);
      equal(site?.line, lineOf(file, role), role);
    }
    equal(existsSync(twin), true, `${twin} is missing`);
    const healthy = await runUnderEddy(t, [twin], { env: { EDDY_LIMITS: limitsOf(twin) } });
    equal(healthy.status, 0, healthy.stderr);
    deepEqual(healthy.report.findings, []);
  });
}

/** Only the programs of that kind are asked whether they block the loop. */
function limitsOf(file: string): string {
  const own = JSON.parse(/^\/\/ @limits (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '{}');
  const others = basename(file).startsWith('loop-blocked.') ? {} : JSON.parse(calm.EDDY_LIMITS);
  return JSON.stringify({ ...others, ...own });
}

function rolesOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/\/\/ .*?@(?!limits\b)([a-z]+)/g)].map(match => match[1] as string);
}
