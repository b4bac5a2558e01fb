import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { nodePath, run } from '../launch/index.ts';
import { runHeld, type Said } from './held.ts';
import { type Owner, type Prepared, prepare } from './prepared.ts';
import type { Toolchain } from './toolchain.ts';
import { TraceAgent } from './trace-agent.ts';

interface Seen extends Said {
  readonly spans: readonly string[];
}

/**
 * Three requests, and one more within each of two: each is one span of who asks and one of who answers. dd-trace tells also of
 * five connections, and of looking up where to listen.
 */
const spanCounts = { printed: 10, sent: 16 } as const;

/** Runs it bare, and then held: what it says, its status and the spans that are told of it are the same. */
export async function compare(t: Owner, toolchain: Toolchain, major: number): Promise<void> {
  const prepared = await prepare(t, toolchain, nodePath(major));
  const bare = await seen(prepared, env => runBare(prepared, env));
  const cannot = toolchain.cannot?.[major];
  if (cannot !== undefined) {
    notEqual(bare.status, 3);
    match(bare.stderr, cannot);
    return;
  }
  equal(bare.status, 3, bare.stderr);
  match(bare.stdout, /^200 .*\n200 .*\n404 /);
  if (toolchain.spans !== undefined) equal(bare.spans.length, spanCounts[toolchain.spans], bare.spans.join('\n'));
  deepEqual(await seen(prepared, env => runHeld(t, prepared, env)), bare);
}

function runBare({ command: [program, ...words], cwd, env }: Prepared, more: NodeJS.ProcessEnv): Promise<Said> {
  return run(program, words, { cwd, env: { ...env, ...more }, deadlineMs: 120_000 });
}

async function seen({ toolchain }: Prepared, start: (env: NodeJS.ProcessEnv) => Promise<Said>): Promise<Seen> {
  const agent = toolchain.spans === 'sent' ? await TraceAgent.open() : undefined;
  try {
    const { status, stdout, stderr } = await start(agent?.environment ?? {});
    const printed = stdout.split('\n').filter(line => line.startsWith('span '));
    return { status, stdout, stderr: stderr.replaceAll(/\(node:\d+\)/g, '(node)'), spans: agent?.spans() ?? printed };
  } finally {
    await agent?.close();
  }
}
