import { LivingHub } from './wire-fuzz/living-hub.ts';
import { readOne } from './wire-fuzz/readers.ts';

const atOnce = 50;
const mostProblems = 10;
const healthyEvery = 2_000;
/** What stays on the heap after all, beyond what was there before. */
const maxGrowthMiB = 150;

export interface WireFuzzed {
  readonly accepted: number;
  readonly refused: number;
  readonly problems: readonly string[];
}

/** Inputs for the readers, each by a seed of its own. */
export function fuzzReaders(count: number, first: number): WireFuzzed {
  let [accepted, refused] = [0, 0];
  const problems: string[] = [];
  for (let seed = first; seed < first + count && problems.length < mostProblems; seed++) {
    const one = readOne(seed);
    accepted += one.accepted;
    refused += one.refused;
    if (one.problem !== undefined) problems.push(`seed ${seed}: ${one.problem}`);
  }
  return { accepted, refused, problems };
}

/** Connections to a hub that lives, each by a seed of its own; others are served between them and after. */
export async function fuzzHub(count: number, first: number): Promise<WireFuzzed> {
  const hub = await LivingHub.open();
  try {
    await hub.serves();
    for (let from = 0; from < count && hub.problems.length < mostProblems; from += atOnce) {
      const seeds = Array.from({ length: Math.min(atOnce, count - from) }, (_, at) => first + from + at);
      await Promise.all(seeds.map(seed => hub.hear(seed)));
      if (from % healthyEvery === 0) await hub.serves();
    }
    await hub.serves();
  } finally {
    await hub.close();
  }
  return { accepted: 0, refused: hub.refused, problems: hub.problems };
}

/** Both protocols: --count N inputs, a tenth of them to a living hub; --seed S: the first. */
export async function wireFuzz(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const count = numberAfter(words, '--count') ?? 200_000;
  const first = numberAfter(words, '--seed') ?? 1;
  const toHub = Math.ceil(count / 10);
  const heapBefore = heapMiB();
  const readers = fuzzReaders(count - toHub, first);
  console.log(
    `${count - toHub} inputs for readers from seed ${first}: ${told(readers)}, ${readers.accepted} lines accepted`,
  );
  const hub = await fuzzHub(toHub, first);
  console.log(`${toHub} connections to a hub from seed ${first}: ${told(hub)}`);
  const growth = Math.round(heapMiB() - heapBefore);
  console.log(`the heap has grown by ${growth} MiB`);
  const problems = [...readers.problems, ...hub.problems];
  for (const one of problems) console.log(`  ${one}`);
  return (
    problems.length === 0 && growth < maxGrowthMiB && readers.accepted > 0 && readers.refused > 0 && hub.refused > 0
  );
}

function told({ refused, problems }: WireFuzzed): string {
  return `${refused} refused with a code, ${problems.length} problems`;
}

function heapMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

function numberAfter(words: readonly string[], word: string): number | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : Number(words[at + 1]);
}
