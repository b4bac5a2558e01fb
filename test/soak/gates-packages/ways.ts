import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../src/wire/protocol/index.ts';
import { type Ended, eddy, root, run } from '../../launch/index.ts';
import type { Home } from './home.ts';
import type { Program } from './programs.ts';

interface Way {
  /** Options of `eddy run`. */
  readonly flags: readonly string[];
  readonly armed?: true;
  readonly env?: Readonly<Record<string, string>>;
}

const armAll = join(import.meta.dirname, 'arm-all.cjs');
/** Options of `eddy run`: every package gets gates. */
export const everywhere = ['--include', '**', '--exclude', armAll] as const;
/** What node is given, that they are all open. */
export const withAllArmed = ['--require', armAll] as const;

const ways = {
  'own code': { flags: [] },
  'gates off': { flags: everywhere },
  'gates armed': { flags: everywhere, armed: true },
  'statements armed': { flags: everywhere, armed: true, env: { ARM_STATEMENTS: join(root, 'dist/gates.cjs') } },
} satisfies Record<string, Way>;

export type WayName = keyof typeof ways;
export const wayNames = Object.keys(ways) as WayName[];

export interface Compared {
  readonly same: boolean;
  readonly lines: readonly string[];
}

export async function compareWays(
  program: Program,
  node: string,
  names: readonly WayName[],
  home: Home,
): Promise<Compared> {
  const options = { cwd: program.cwd, deadlineMs: 240_000 };
  const bare = said(await run(node, program.words, options));
  const lines: string[] = [];
  let same = true;
  for (const name of names) {
    const { flags, armed, env }: Way = ways[name];
    const report = join(home.folder, 'report.json');
    const words = [eddy, 'run', '--quiet', '--report', report, ...flags, node];
    const ended = await run(node, [...words, ...(armed === undefined ? [] : withAllArmed), ...program.words], {
      ...options,
      // Files with more gates are files of their own.
      env: { ...env, ...(env === undefined ? {} : { EDDY_CACHE: join(home.folder, 'cache') }) },
    });
    const difference = firstDifference(bare, said(ended));
    const { text, ok } = accountOf(JSON.parse(readFileSync(report, 'utf8')) as Report, armed === true);
    if (difference !== undefined || !ok) same = false;
    lines.push(`${name}: ${text}${ok ? '' : ' NOT ALL ARMED'}`);
    if (difference !== undefined) lines.push(...difference);
  }
  return { same, lines };
}

/** Times, and numbers of processes, are never the same. */
function said({ stdout, stderr, status, signal }: Ended): string[] {
  return `${stdout}\n--- standard error\n${stderr}\n--- status ${status} ${signal}`
    .replace(/duration_ms:? [\d.]+/g, 'duration')
    .replace(/\([\d.]+ms\)/g, '(duration)')
    .replace(/\(node:\d+\)/g, '(node)')
    .replace(/"(time|pid|responseTime)":[\d.]+/g, '"$1":0')
    .split('\n');
}

function firstDifference(bare: readonly string[], other: readonly string[]): string[] | undefined {
  const at = bare.findIndex((line, index) => line !== other[index]);
  if (at === -1 && bare.length === other.length) return undefined;
  const from = at === -1 ? bare.length : at;
  const show = (lines: readonly string[]) => lines.slice(from, from + 3).map(line => `    ${line.slice(0, 300)}`);
  return [`  line ${from + 1} bare:`, ...show(bare), '  and now:', ...show(other)];
}

interface Counts {
  readonly gates?: {
    readonly files: number;
    readonly functions: number;
    readonly skipped: number;
    readonly ungated: [];
  };
  readonly armed?: Armed;
}

interface Armed {
  readonly gates: number;
  readonly bound: number;
  readonly passed: number;
  readonly hits: number;
  readonly packages: Readonly<Record<string, { readonly files: number; readonly functions: number }>>;
}

/** Of all threads and processes of a run. Not ok: a gate was not armed, or nothing passed one, or somebody was meant. */
function accountOf({ system, findings }: Report, isArmed: boolean): { text: string; ok: boolean } {
  const targets = Object.values(system) as Counts[];
  const sum = (read: (one: Counts) => number | undefined) => targets.reduce((all, one) => all + (read(one) ?? 0), 0);
  const ungated = targets.flatMap(one => one.gates?.ungated ?? []);
  let text = `${sum(one => one.gates?.functions)} functions of ${sum(one => one.gates?.files)} files have gates`;
  if (findings.length > 0) text += `, findings: ${[...new Set(findings.map(one => one.kind))].join(', ')}`;
  if (ungated.length > 0) text += `, without: ${JSON.stringify(ungated)}`;
  if (!isArmed) return { text, ok: true };
  const [gates, bound, passed, hits] = (['gates', 'bound', 'passed', 'hits'] as const).map(name =>
    sum(one => one.armed?.[name]),
  ) as [number, number, number, number];
  text += `; ${bound} of ${gates} gates armed, passed ${passed} times, ${hits} hits`;
  for (const [name, { files, functions }] of targets.flatMap(one => Object.entries(one.armed?.packages ?? {})))
    if (/^(?:acorn|express|fastify|undici|zod|p-queue)$/.test(name))
      text += `; ${name}: ${functions} functions, ${files} files`;
  return { text, ok: gates > 0 && bound === gates && passed > 0 && hits === 0 };
}
