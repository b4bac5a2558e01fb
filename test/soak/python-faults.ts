import { withoutDebugpy } from '../launch/index.ts';
import { counted } from './faults/counted.ts';
import { pythonFaults as faults, pythonRoundOf } from './python-faults/plan.ts';
import { type PythonOutcome, playPythonRound } from './python-faults/play-round.ts';

const mostFailures = 5;

/**
 * Tasks of a Python program are stopped, looked at, stepped and resumed by real debugpy, and at a random moment its adapter, Eddy, the
 * program or the connection is broken. --count N, --seed S: the first of them.
 */
export async function pythonFaults(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const missing = withoutDebugpy();
  if (missing !== false) {
    console.log(missing);
    return false;
  }
  const count = Number(after(words, '--count') ?? 100);
  const first = Number(after(words, '--seed') ?? 1);
  const outcomes: PythonOutcome[] = [];
  let failed = 0;
  for (let at = 0; at < count && failed < mostFailures; at++) {
    const outcome = await playPythonRound(pythonRoundOf(first + at));
    outcomes.push(outcome);
    if (outcome.problems.length === 0) continue;
    failed++;
    const { seed, fault, moment, laterMs } = outcome.round;
    console.log(`seed ${seed} failed: ${fault}, ${laterMs} ms after "${moment}"`);
    for (const one of outcome.problems) console.log(`  ${one}`);
  }
  for (const fault of faults) {
    console.log(`${fault}: ${counted(outcomes.flatMap(({ round }) => (round.fault === fault ? [round.moment] : [])))}`);
  }
  const answered = outcomes.reduce((sum, one) => sum + one.answered, 0);
  console.log(
    `${outcomes.length} rounds from seed ${first}: ${answered} answers after the fault, ${failed} rounds that failed`,
  );
  return failed === 0 && answered > 0;
}

function after(words: readonly string[], word: string): string | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : words[at + 1];
}
