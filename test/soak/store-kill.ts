import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRound } from './store/kill-round.ts';

/** Rounds that follow each other in one file. */
const roundsOfFile = 10;

/** A process that writes to a store is killed, again and again. --count N, --seed S: the first of them. */
export async function storeKill(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const count = numberAfter(words, '--count') ?? 200;
  const first = numberAfter(words, '--seed') ?? 1;
  const sum = { there: 0, lost: 0, withLost: 0, failed: 0 };
  for (let round = 0; round < count; round += roundsOfFile) {
    const folder = mkdtempSync(join(tmpdir(), 'eddy-store-kill-'));
    try {
      for (let seed = first + round; seed < first + Math.min(count, round + roundsOfFile); seed++) {
        const { problems, there, lost } = await killRound(folder, seed);
        sum.there += there;
        sum.lost += lost;
        if (lost > 0) sum.withLost++;
        if (problems.length > 0) sum.failed++;
        for (const one of problems) console.log(`seed ${seed}: ${one}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  console.log(
    `${count} kills from seed ${first}: ${sum.there} events there, ${sum.lost} lost and counted in ${sum.withLost} rounds, ${sum.failed} rounds that failed`,
  );
  return sum.failed === 0 && sum.there > 0;
}

function numberAfter(words: readonly string[], word: string): number | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : Number(words[at + 1]);
}
