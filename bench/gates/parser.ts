import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { GateOptions, GateResult } from '../../src/inside/gates/instrument/index.ts';
import { type BenchOptions, type Row, row } from '../measure.ts';
import { type Room, underEddy } from './room.ts';

const require = createRequire(import.meta.url);
const { gateSource } = require('../../dist/gates.cjs') as {
  gateSource: (source: string, options: GateOptions) => GateResult;
};

type Kind = 'bare' | 'hybrid' | 'every';

/** A parser that never waits, three times in one process: as it is, with gates, and with a gate on every statement. */
export async function parser(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const acorn = join(dirname(require.resolve('acorn')), 'acorn.mjs');
  const folder = join(room.folder, 'parser');
  const place = (kind: Kind) => {
    mkdirSync(join(folder, kind), { recursive: true });
    return join(folder, kind, 'acorn.mjs');
  };
  copyFileSync(acorn, place('bare'));
  copyFileSync(acorn, place('hybrid'));
  writeFileSync(place('every'), everyStatement(readFileSync(acorn, 'utf8')));
  const took: Record<Kind, number[]> = { bare: [], hybrid: [], every: [] };
  const script = join(import.meta.dirname, 'parser.mjs');
  const report = join(folder, 'report.json');
  for (let run = 0; run < (quick ? 3 : 9); run++) {
    say(`parser, run ${run + 1} …`);
    const options = ['--exclude', '**/bare/*', '--exclude', script, '--report', report];
    const one = await room.result<Record<Kind, number>>(
      underEddy(options, script, folder, acorn, `${quick ? 15 : 40}`),
    );
    mustHaveGates(report);
    for (const kind of ['bare', 'hybrid', 'every'] as const) took[kind].push(one[kind]);
  }
  const what = 'acorn parses itself, no probe set';
  return [
    row('parser', what, 'ms', 'bare', took.hybrid, took.bare),
    row(
      'parser-every-statement',
      `${what}, a gate with locals on every statement`,
      'ms',
      'bare',
      took.every,
      took.bare,
    ),
  ];
}

/** What functions get in which a probe was set before they were loaded; here no probe is there to open one. */
function everyStatement(source: string): string {
  const gated = gateSource(source, { kind: 'module', key: 'every', everyStatementAt: () => true });
  if (!gated.ok) throw new Error(`acorn could not be gated: ${gated.why}`);
  return gated.text;
}

function mustHaveGates(report: string): void {
  const text = readFileSync(report, 'utf8');
  const functions = Number(/"gates":\s*\{[^{}]*?"functions":\s*(\d+)/.exec(text)?.[1]);
  if (!(functions > 100)) throw new Error(`acorn has ${functions} gated functions: ${text.slice(0, 2_000)}`);
}
