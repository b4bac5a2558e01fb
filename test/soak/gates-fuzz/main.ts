import { runtime } from '../../../src/inside/runtime/inside.ts';
import { FakeClock } from '../../../src/testing/fake-clock.ts';
import { Choices } from './choices.ts';
import { Comparison, type Counts, type Difference, growing } from './compare.ts';
import { asWritten, isMadeRight, withoutAsync } from './compile.ts';
import { written } from './marked-text.ts';
import { makeProgram } from './program.ts';
import { shrink } from './shrink.ts';

const hasUsing = Number(process.versions.node.split('.')[0]) >= 24;
const mostFailures = 5;
/** Of each four seeds, the program of this one is compiled first. */
const compiledSeeds = 3;

/** --count N, --seed S: the first of them. --compiled: all are compiled first. */
async function compareAll(): Promise<boolean> {
  const count = numberAfter('--count') ?? 10_000;
  const first = numberAfter('--seed') ?? 1;
  // No real timer decides anything.
  runtime().clock = new FakeClock();
  // Programs handle some rejections late: Node warns of each.
  process.removeAllListeners('warning');
  const counts: Counts = { compiled: 0, runs: 0, holds: 0, stepped: 0 };
  let failures = 0;
  for (let seed = first; seed < first + count && failures < mostFailures; seed++) {
    const choices = new Choices(seed);
    const found = await differenceOf(choices, seed, counts);
    if (found === undefined) continue;
    failures++;
    console.log(`seed ${seed} differs: ${found.way}`);
    // Made smaller, each of hundreds would fill as much memory.
    const small =
      found.way === growing
        ? undefined
        : await shrink(choices.made, found.way, list => differenceOf(new Choices(list), seed, counts));
    console.log(textOf(small ?? found));
  }
  console.log(
    `${count} programs from seed ${first}, ${counts.compiled} of them compiled, on Node ${process.versions.node}: ${counts.runs} runs, ${counts.holds} holds by real probes, ${counts.stepped} runs stepped through, ${failures} that differ`,
  );
  return failures === 0 && counts.holds > 0;
}

async function differenceOf(choices: Choices, seed: number, counts: Counts): Promise<Difference | undefined> {
  // esbuild refuses some of what `using` can do.
  const isMeant = seed % 4 === compiledSeeds || process.argv.includes('--compiled');
  const program = makeProgram(choices, hasUsing && !isMeant);
  const isCompiled =
    isMeant && !program.waitsAtTop && (await isMadeRight(written(program.marked, 'bare'), program.kind));
  if (isCompiled) counts.compiled++;
  return new Comparison(program, seed, counts, isCompiled ? withoutAsync : asWritten).firstDifference();
}

function textOf({ way, bare, expected, got }: Difference): string {
  const at = expected.findIndex((one, index) => one !== got[index]);
  const from = at === -1 ? expected.length : at;
  const show = (trace: readonly string[]) =>
    trace
      .slice(Math.max(0, from - 2), from + 4)
      .map(one => `    ${one}\n`)
      .join('');
  return `  ${way}\n${bare}\n  expected, about line ${from} of its trace:\n${show(expected)}  got:\n${show(got)}`;
}

function numberAfter(word: string): number | undefined {
  const at = process.argv.indexOf(word);
  return at === -1 ? undefined : Number(process.argv[at + 1]);
}

process.exitCode = (await compareAll()) ? 0 : 1;
