import { counted } from './faults/counted.ts';
import { type Fault, faults as kinds, planOf, type RoundPlan } from './faults/plan.ts';
import { playRound, type RoundOutcome } from './faults/play-round.ts';

const atOnce = 2;
const mostFailures = 5;

/**
 * A shop under `eddy run`, customers, and a controller that holds, looks, changes, steps and resumes; at a random moment
 * the controller, Eddy, the keeper's socket or the program is broken. --count N, --seed S: the first of them.
 */
export async function faults(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  if (process.platform !== 'linux') {
    console.log('Whose process is whose is read from /proc: this needs Linux.');
    return false;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const count = numberAfter(words, '--count') ?? 500;
  const first = numberAfter(words, '--seed') ?? 1;
  const plans = Array.from({ length: count }, (_, at) => planOf(first + at));
  const outcomes: RoundOutcome[] = [];
  const isEnough = () => outcomes.filter(one => one.problems.length > 0).length >= mostFailures;
  const next = async (): Promise<void> => {
    for (let plan = plans.shift(); plan !== undefined && !isEnough(); plan = plans.shift()) {
      const outcome = await playRound(plan);
      outcomes.push(outcome);
      if (outcome.problems.length > 0) tellFailed(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return tellAll(outcomes, first);
}

function tellFailed({ plan, problems, moment, story }: RoundOutcome): void {
  console.log(`seed ${plan.seed} failed: ${wayOf(plan)}, when the controller ${moment}`);
  for (const one of problems) console.log(`  ${one}`);
  console.log(`    ${story}`);
}

function tellAll(outcomes: readonly RoundOutcome[], first: number): boolean {
  const failed = outcomes.filter(one => one.problems.length > 0).length;
  const answered = outcomes.reduce((sum, one) => sum + one.answered, 0);
  for (const kind of kinds) console.log(`${kind}: ${countsOf(outcomes, kind)}`);
  console.log(`moments: ${counted(outcomes.map(({ moment }) => moment))}`);
  console.log(
    `${outcomes.length} faults from seed ${first}: ${answered} requests answered, ${failed} rounds that failed`,
  );
  return failed === 0 && outcomes.length > 0 && answered > 0;
}

function countsOf(outcomes: readonly RoundOutcome[], kind: Fault): string {
  return counted(outcomes.flatMap(({ plan }) => (plan.fault === kind ? [`${plan.way} (${plan.kind})`] : [])));
}

function wayOf({ fault, way, kind }: RoundPlan): string {
  return `${fault} ${way}, ${kind}`;
}

function numberAfter(words: readonly string[], word: string): number | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : Number(words[at + 1]);
}
