import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '../../../src/hub/store/sqlite/index.ts';
import { pickFrom } from './random.ts';

export interface KillOutcome {
  readonly problems: readonly string[];
  /** Of what was put, in that round. */
  readonly there: number;
  readonly lost: number;
}

interface Progress {
  readonly put: number;
  readonly kept: number;
  readonly dropped: number;
}

/** What a writer can have put and not told of: one turn of its. */
const mostUntold = 300;
const writer = fileURLToPath(new URL('writer.ts', import.meta.url));

/** A process writes to the store in this folder, is killed at a random moment, and the store is opened again. */
export async function killRound(folder: string, seed: number): Promise<KillOutcome> {
  const [path, progress, run] = [join(folder, 'history.db'), join(folder, 'progress'), `run-${seed}`];
  rmSync(progress, { force: true });
  const pick = pickFrom(seed);
  const words = ['--disable-warning=ExperimentalWarning', writer, path, run, `${seed}`, progress];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  // Most are killed when they write, some when they open.
  if (pick(8) > 0) await Promise.race([once(child.stdout, 'data'), ended]);
  await setTimeout(pick(200));
  child.kill('SIGKILL');
  const [, signal] = (await ended) as [number | null, string | null];
  const told = readProgress(progress);
  const store = await openSqliteStore({ path });
  try {
    const seqs: number[] = [];
    for (let after = 0, more = true; more; ) {
      const page = await store.events({ run, after, limit: 5_000 });
      seqs.push(...page.events.map(one => one.event.seq));
      ({ cursor: after, more } = page);
    }
    const { lost, trouble, setAside } = store.status();
    const problems = [...problemsOf(seqs, told, lost)];
    if (signal !== 'SIGKILL') problems.push('the writer ended by itself');
    if (trouble !== undefined || setAside !== undefined) problems.push(`${trouble} ${JSON.stringify(setAside)}`);
    return { problems, there: seqs.length, lost };
  } finally {
    await store.close();
  }
}

function* problemsOf(seqs: readonly number[], { put, kept, dropped }: Progress, lost: number): Generator<string> {
  if (dropped > 0) yield `${dropped} were dropped`;
  const gap = seqs.findIndex((seq, at) => seq !== at + 1);
  if (gap >= 0) yield `at place ${gap + 1} is event ${seqs[gap]}`;
  if (seqs.length < kept) yield `${kept} were said to be kept, ${seqs.length} are there`;
  const counted = seqs.length + lost;
  if (counted < put || counted > put + mostUntold)
    yield `${put} were put: ${seqs.length} are there, and ${lost} count as lost`;
}

function readProgress(path: string): Progress {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Progress;
  } catch {
    // It was killed before it had written a line.
    return { put: 0, kept: 0, dropped: 0 };
  }
}
