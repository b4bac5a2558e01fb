import { attachRounds } from '../integration/attach-rounds.ts';
import { nodeMajors } from '../launch/index.ts';

/** Attached to, bound, hit and left, so many times on each Node, under load (--count N, --node MAJOR). */
export async function attach(): Promise<boolean> {
  const count = Number(wordAfter('--count') ?? 100);
  const only = wordAfter('--node');
  for (const major of only === undefined ? nodeMajors : [Number(only)]) {
    const enders: (() => unknown)[] = [];
    const since = performance.now();
    try {
      const node = String(major);
      const onRound = (round: number) => {
        if (round % 10 === 0) console.log(`Node ${major}: ${round} of ${count}`);
      };
      const rounds = { file: major === 24 ? 'shop.cjs' : 'shop.mjs', node, count, atOnce: 4, onRound } as const;
      const answered = await attachRounds({ after: end => void enders.push(end) }, rounds);
      const seconds = Math.round((performance.now() - since) / 1000);
      console.log(
        `Node ${major}: ${count} times in ${seconds} s, ${answered} requests meanwhile: all answered, nothing left.`,
      );
    } catch (error) {
      console.log(`Node ${major}: ${(error as Error).stack}`);
      return false;
    } finally {
      for (const end of enders.reverse()) await end();
    }
  }
  return true;
}

function wordAfter(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
}
