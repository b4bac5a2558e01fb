import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { restarts } from './hub-restart/restarts.ts';

const perServer = 20;

/**
 * A server whose hub goes at random moments, closed or killed with its process, and comes again in the same place; its
 * requests go on, some of them held whenever a hub is there. --count N rounds, --seed S: of the first server.
 */
export async function hubRestart(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const count = numberAfter(words, '--count') ?? 100;
  const first = numberAfter(words, '--seed') ?? 1;
  const total = { rounds: 0, answered: 0, held: 0, killed: 0, longestBackMs: 0, failed: 0 };
  for (let seed = first; total.rounds < count && total.failed === 0; seed++) {
    const home = mkdtempSync(join('/tmp', 'er-'));
    try {
      const one = await restarts({ rounds: Math.min(perServer, count - total.rounds), seed, home, killShare: 40 });
      for (const problem of one.problems) console.log(`seed ${seed}: ${problem}`);
      for (const name of ['rounds', 'answered', 'held', 'killed'] as const) total[name] += one[name];
      total.longestBackMs = Math.max(total.longestBackMs, one.longestBackMs);
      total.failed += one.problems.length;
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  }
  const { rounds, answered, held, killed, longestBackMs, failed } = total;
  console.log(
    `${rounds} restarts from seed ${first}: ${killed} killed, ${rounds - killed} closed, ${held} while a flow was held; ${answered} requests answered; back after ${longestBackMs} ms at most; ${failed} problems`,
  );
  return failed === 0 && answered > 0;
}

function numberAfter(words: readonly string[], word: string): number | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : Number(words[at + 1]);
}
