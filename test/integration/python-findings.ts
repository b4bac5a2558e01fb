// Each program under test/targets/python/<folder>: a broken one gives exactly the finding that its comment names, its twin gives none.
import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Finding } from '../../src/wire/protocol/index.ts';
import { debianPython, type Ended, root, run, runUnderEddy } from '../launch/index.ts';

/** Why programs that need Debian's anyio are skipped; false where it is here. In CI it must be. */
export const withoutAnyio = whyWithout();

export function testPrograms(folder: string): void {
  const programs = join(root, 'test/targets/python', folder);
  const names = readdirSync(programs).filter(name => name.endsWith('.py'));
  const broken = names.filter(name => name.endsWith('.broken.py'));
  const twins = broken.map(twinOf);
  describe(folder, { concurrency: 3, skip: withoutAnyio }, () => {
    for (const name of broken) {
      test(`${name}: seen, and its twin is silent`, async t => {
        await seen(t, join(programs, name));
        await silent(t, join(programs, twinOf(name)));
      });
    }
    for (const name of names.filter(one => !broken.includes(one) && !twins.includes(one))) {
      test(`${name}: silent`, t => silent(t, join(programs, name)));
    }
  });
}

function twinOf(broken: string): string {
  return broken.replace('.broken.', '.healthy.');
}

async function seen(t: TestContext, file: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const [kind, cause] = (/^# @finding (.+)$/m.exec(text)?.[1] ?? '').split(' ');
  const { report, stderr } = await compared(t, file);
  deepEqual(report.findings.map(classOf), [cause === undefined ? kind : `${kind} ${cause}`], stderr);
  const { sites, message, flows } = report.findings[0] as Finding;
  const named = /^# @flows (.+)$/m.exec(text)?.[1]?.split(', ') ?? [];
  const missing = named.filter(name => !flows.some(flow => flow.name === name) || !message.includes(`"${name}"`));
  deepEqual(missing, [], message);
  if (cause !== undefined) equal(message.includes(`(${cause})`), true, message);
  if (kind === 'scope-crossed') notEqual(sites.entered?.flow, sites.exited?.flow);
  for (const [role, line] of marksOf(text)) {
    const site = sites[role as keyof typeof sites];
    equal(site?.file, file, `${role}: ${JSON.stringify(sites, null, 1)}`);
    equal(site?.line, line, `${role}: ${JSON.stringify(sites, null, 1)}`);
    equal((site?.stack.length ?? 0) > 0, true, role);
  }
}

async function silent(t: TestContext, file: string): Promise<void> {
  equal(existsSync(file), true, `${file} is missing`);
  const { report, stderr } = await compared(t, file);
  deepEqual(report.findings.map(classOf), [], stderr);
}

/** Its report; what it prints and its status are those of the bare program. */
async function compared(t: TestContext, file: string): ReturnType<typeof runUnderEddy> {
  const env = { EDDY_LIMITS: limitsOf(file) };
  const [bare, ours] = [
    await run(debianPython, [file]),
    await runUnderEddy(t, [debianPython, file], { env, flags: ['--quiet'] }),
  ];
  deepEqual(printed(ours), printed(bare));
  const notes = ours.report.targets.flatMap(target => target.notes);
  deepEqual([notes, ours.report.dropped], [[], {}]);
  return ours;
}

/** A machine that is busy with other tests may block a loop; only the programs of that kind are asked for it. */
function limitsOf(file: string): string {
  const own = /^# @limits (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '{}';
  const calm = file.includes('/blocked/') ? {} : { loopBlockedMs: 10_000 };
  return JSON.stringify({ ...calm, ...JSON.parse(own) });
}

function printed({ status, stdout, stderr }: Ended): unknown {
  return { status, stdout, stderr };
}

export function classOf({ kind, cause }: Finding): string {
  return cause === undefined ? kind : `${kind} ${cause}`;
}

/** [role, line] of each `# @role` at the end of a line; one line may have several. */
function marksOf(text: string): (readonly [string, number])[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.startsWith('#')) return [];
    return [...(line.split('  # ')[1] ?? '').matchAll(/@([a-z]+)/g)].map(
      match => [match[1] as string, at + 1] as const,
    );
  });
}

function whyWithout(): string | false {
  const isHere = existsSync(debianPython) && existsSync('/usr/lib/python3/dist-packages/anyio');
  return !isHere && process.env.CI !== 'true' && 'anyio is not here: apt-get install python3-anyio';
}
