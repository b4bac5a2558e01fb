import { execFileSync } from 'node:child_process';
import { eddy, run, withoutFixture } from '../../test/launch/index.ts';
import { type Prepared, prepare, type Toolchain, TraceAgent, toolchains } from '../../test/toolchains/index.ts';
import { type BenchOptions, type Row, row } from '../measure.ts';

/** The small program of each loader and agent of the table in docs/toolchains.md, from its start to its end. */
export async function loaders({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const endings: (() => unknown)[] = [];
  const agent = await TraceAgent.open();
  try {
    const rows: Row[] = [];
    const major = Number.parseInt(execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }), 10);
    for (const toolchain of toolchains.filter(one => isMeant(one, major))) {
      const without = withoutFixture(`toolchains/${toolchain.fixture}`);
      if (without !== false) {
        say(`left out: ${toolchain.name}: ${without}`);
        continue;
      }
      say(`start-up: ${toolchain.name} …`);
      const owner = { after: (ending: unknown) => void endings.push(ending as () => unknown) };
      const prepared = await prepare(owner, toolchain, node);
      const took = { ours: [] as number[], bare: [] as number[] };
      for (let at = -1; at < (quick ? 1 : 5); at++) {
        const bare = await timed(prepared, agent.environment, prepared.command);
        const words = [node, eddy, 'run', '--quiet', ...prepared.command] as const;
        const ours = await timed(prepared, agent.environment, words);
        // The first one fills caches: the loader's, and that of gates.
        if (at < 0) continue;
        took.bare.push(bare);
        took.ours.push(ours);
      }
      const id = toolchain.name.toLowerCase().replaceAll(/[^a-z\d]+/g, '-');
      rows.push(row(`loader-${id}`, `start to end, ${toolchain.name}`, 'ms', 'bare', took.ours, took.bare));
    }
    return rows;
  } finally {
    for (const ending of endings) await ending();
    await agent.close();
  }
}

/** Those that work while the program starts, once each. */
function isMeant({ fixture, nodeOptions, cannot }: Toolchain, major: number): boolean {
  return fixture !== 'builds' && nodeOptions === undefined && cannot?.[major] === undefined;
}

async function timed(
  { cwd, env }: Prepared,
  agent: Readonly<Record<string, string>>,
  [program, ...words]: readonly [string, ...string[]],
): Promise<number> {
  const from = performance.now();
  const { status, stderr } = await run(program, words, { cwd, env: { ...env, ...agent }, deadlineMs: 60_000 });
  if (status !== 3) throw new Error(`It ended with ${status}: ${stderr}`);
  return performance.now() - from;
}
