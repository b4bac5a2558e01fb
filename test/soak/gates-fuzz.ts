import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What any Node that we know needs to run our sources and to load modules from text. */
const flags = [
  '--experimental-strip-types',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--expose-gc',
];

/** Of a Node that runs the fuzzer: its flags, our file and our words. */
export function fuzzArguments(words: readonly string[]): string[] {
  return [...flags, fileURLToPath(new URL('gates-fuzz/main.ts', import.meta.url)), ...words];
}

/** A process ends after so many: modules from text are never let go. */
const inOneProcess = 400;

/**
 * Programs of our own grammar, bare and with gates in every way: test/soak/gates-fuzz. --count N, --seed S: the first of
 * them. --node FILE: by another Node than this. --compiled: a compiler has all of them first, and not one of four.
 */
export async function gatesFuzz(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const value = (word: string) => (words.includes(word) ? words[words.indexOf(word) + 1] : undefined);
  const node = value('--node') ?? process.execPath;
  const compiled = words.includes('--compiled') ? ['--compiled'] : [];
  const count = Number(value('--count') ?? 10_000);
  const first = Number(value('--seed') ?? 1);
  let isWell = true;
  const total = { compiled: 0, runs: 0, holds: 0, stepped: 0, different: 0 };
  let by = '';
  for (let seed = first; seed < first + count && total.different < 5; seed += inOneProcess) {
    const most = Math.min(inOneProcess, first + count - seed);
    const child = spawn(node, fuzzArguments(['--count', String(most), '--seed', String(seed), ...compiled]), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = text(child.stdout);
    const [status] = (await once(child, 'exit')) as [number | null];
    const lines = (await said).trimEnd().split('\n');
    const last =
      /seed \d+, (\d+) of them compiled, on Node (\S+): (\d+) runs, (\d+) holds .*, (\d+) runs stepped through, (\d+) that differ$/.exec(
        lines.at(-1) ?? '',
      );
    isWell &&= status === 0 && last !== null;
    if (last === null) {
      process.stdout.write(
        `${lines.join('\n')}\nThe fuzzer ended with ${status} between seeds ${seed} and ${seed + most}.\n`,
      );
      return false;
    }
    const [, had, version, runs, holds, stepped, different] = last;
    by = version!;
    total.compiled += Number(had);
    total.runs += Number(runs);
    total.holds += Number(holds);
    total.stepped += Number(stepped);
    total.different += Number(different);
    if (lines.length > 1) process.stdout.write(`${lines.slice(0, -1).join('\n')}\n`);
    if (seed + most < first + count)
      process.stderr.write(`${seed + most - first} of ${count} programs, ${total.different} that differ\n`);
  }
  process.stdout.write(
    `${count} programs from seed ${first}, ${total.compiled} of them compiled, on Node ${by}: ${total.runs} runs, ${total.holds} holds by real probes, ${total.stepped} runs stepped through, ${total.different} that differ\n`,
  );
  return isWell;
}
