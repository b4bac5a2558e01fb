import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** In one process: should it crash, only its own are lost. */
const atOnce = 1_000;
const main = fileURLToPath(new URL('store/fuzz-main.ts', import.meta.url));

interface Result {
  readonly fates: Readonly<Record<string, number>>;
  readonly slowest: { readonly seed: number; readonly ms: number };
}

/**
 * The store's file, and what stands beside it, broken in every way: it is read, put aside as it was, or refused, and what
 * is put then is kept. --count N, --seed S: the first of them.
 */
export async function storeFuzz(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const count = numberAfter(words, '--count') ?? 20_000;
  const first = numberAfter(words, '--seed') ?? 1;
  const folder = mkdtempSync(join(tmpdir(), 'eddy-store-fuzz-'));
  const sum = new Map<string, number>();
  let slowest: Result['slowest'] = { seed: 0, ms: 0 };
  let crashes = 0;
  try {
    for (let done = 0; done < count; done += atOnce) {
      const part = runPart(first + done, Math.min(atOnce, count - done), join(folder, 'progress'));
      if (part === undefined) crashes++;
      else if (part.slowest.ms > slowest.ms) slowest = part.slowest;
      for (const [fate, times] of Object.entries(part?.fates ?? {})) sum.set(fate, (sum.get(fate) ?? 0) + times);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const told = [...sum].map(([fate, times]) => `${times} ${fate}`).join(', ');
  console.log(
    `${count} broken stores from seed ${first}: ${told}; ${crashes} crashes; slowest ${slowest.ms} ms, seed ${slowest.seed}`,
  );
  return crashes === 0 && sum.get('failed') === 0 && sum.get('read')! > 0 && sum.get('set aside')! > 0;
}

function runPart(first: number, count: number, progress: string): Result | undefined {
  const words = ['--disable-warning=ExperimentalWarning', main, `${first}`, `${count}`, progress];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const lines = stdout.split('\n');
  for (const line of lines) if (line !== '' && !line.startsWith('result ')) console.log(line);
  const result = lines.find(line => line.startsWith('result '));
  if (result !== undefined) return JSON.parse(result.slice('result '.length)) as Result;
  console.log(`It ended with ${signal ?? status} at seed ${readFileSync(progress, 'utf8').trim()}: ${stderr}`);
  return undefined;
}

function numberAfter(words: readonly string[], word: string): number | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : Number(words[at + 1]);
}
