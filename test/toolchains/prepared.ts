import { equal } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { run } from '../launch/index.ts';
import { homeOf, type Toolchain } from './toolchain.ts';

export type Owner = Pick<TestContext, 'after'>;

/** A toolchain's program, ready to run on one Node. */
export interface Prepared {
  readonly toolchain: Toolchain;
  readonly node: string;
  /** The program's: a shell's where NODE_OPTIONS is for it and not for Eddy. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Of its own: runs are found there, and tools keep there what they compiled. */
  readonly temporary: string;
}

export async function prepare(t: Owner, toolchain: Toolchain, node: string): Promise<Prepared> {
  const home = homeOf(toolchain);
  const temporary = mkdtempSync('/tmp/et-');
  t.after(() => rmSync(temporary, { recursive: true, force: true }));
  const out = await builtOf(toolchain);
  const filled = (word: string) => word.replaceAll('{home}', home);
  return {
    toolchain,
    node,
    command: commandOf(toolchain, [node, ...toolchain.words].map(filled), filled),
    cwd: out ?? join(home, toolchain.folder ?? ''),
    env: {
      PATH: [dirname(node), process.env.PATH].join(delimiter),
      TMPDIR: temporary,
      NO_COLOR: '1',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
    },
    temporary,
  };
}

const shell = ['sh', '-c', 'NODE_OPTIONS="$0 $NODE_OPTIONS" exec "$@"'] as const;

/** As a script of a package says it: what is there already is kept, and comes after. */
function commandOf({ nodeOptions }: Toolchain, words: string[], filled: (word: string) => string): Prepared['command'] {
  if (nodeOptions === undefined) return words as [string, ...string[]];
  return [...shell, filled(nodeOptions), ...words];
}

/** Once a process, and gone with it. */
const builds = new Map<Toolchain, Promise<string>>();
const outs: string[] = [];
process.once('exit', () => {
  for (const out of outs) rmSync(out, { recursive: true, force: true });
});

function builtOf(toolchain: Toolchain): Promise<string> | undefined {
  if (toolchain.build !== undefined && !builds.has(toolchain)) builds.set(toolchain, build(toolchain));
  return builds.get(toolchain);
}

/** In a folder below the fixture: packages are found from there. */
async function build(toolchain: Toolchain): Promise<string> {
  const { build: words = [], type } = toolchain;
  const home = homeOf(toolchain);
  mkdirSync(join(home, 'dist'), { recursive: true });
  const out = mkdtempSync(join(home, 'dist', 'build-'));
  outs.push(out);
  const [program, ...rest] = words.map(word => word.replaceAll('{out}', out)) as [string, ...string[]];
  const { status, stdout, stderr } = await run(join(home, 'node_modules/.bin', program), rest, {
    cwd: home,
    env: { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) },
    deadlineMs: 120_000,
  });
  equal(status, 0, stdout + stderr);
  if (type !== undefined) writeFileSync(join(out, 'package.json'), JSON.stringify({ type }));
  return out;
}
