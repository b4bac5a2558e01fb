import { counted } from './faults/counted.ts';
import { withoutClock } from './hub-faults/clock.ts';
import { withoutDisk } from './hub-faults/disk.ts';
import { planOf, type Row, rows } from './hub-faults/plan.ts';
import { playRound, type RoundOutcome } from './hub-faults/play-round.ts';

const atOnce = 4;
const mostFailures = 5;

/**
 * A shop that joined a hub that stays, customers, controllers, and somebody who notes what the hub says that it keeps; at a random
 * moment the hub, its disk, its clock, a line to it or the shop is broken. --count N of each, --seed S: the first of them,
 * --only ROW.
 */
export async function hubFaults(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const only = wordAfter(words, '--only');
  const chosen = rows.filter(row => only === undefined || row === only);
  if (chosen.length === 0) console.log(`There is no row "${only}": ${rows.join(', ')}.`);
  let isWell = chosen.length > 0;
  for (const row of chosen) {
    const why = withoutRow(row);
    if (why !== false) console.log(`${row}: left out, as ${why}`);
    else if (!(await playRow(row, Number(wordAfter(words, '--count') ?? 100), Number(wordAfter(words, '--seed') ?? 1))))
      isWell = false;
  }
  return isWell;
}

/** Why it cannot be tried here. */
export function withoutRow(row: Row): string | false {
  if (process.platform !== 'linux') return 'whose process is whose is read from /proc: this needs Linux';
  if (row === 'clock') return withoutClock();
  return row === 'full' || row === 'read-only' ? withoutDisk() : false;
}

async function playRow(row: Row, count: number, first: number): Promise<boolean> {
  const plans = Array.from({ length: count }, (_, at) => planOf(row, first + at));
  const outcomes: RoundOutcome[] = [];
  const failed = () => outcomes.filter(one => one.problems.length > 0);
  const next = async (): Promise<void> => {
    for (let plan = plans.shift(); plan !== undefined && failed().length < mostFailures; plan = plans.shift()) {
      const outcome = await playRound(plan);
      outcomes.push(outcome);
      if (outcome.problems.length > 0) tellFailed(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  const sum = (what: 'answered' | 'acknowledged' | 'lost' | 'dropped') =>
    outcomes.reduce((all, one) => all + one[what], 0);
  console.log(`${row}: ${counted(outcomes.map(({ plan }) => plan.way))}; when a controller ${momentsOf(outcomes)}`);
  console.log(
    `${row}: ${outcomes.length} rounds from seed ${first}: ${sum('answered')} requests answered, ${sum('acknowledged')} events acknowledged, ${sum('lost')} items counted as lost, ${sum('dropped')} as dropped; ${failed().length} rounds failed`,
  );
  return failed().length === 0 && outcomes.length === count && sum('answered') > 0;
}

function tellFailed({ plan, problems, moment, story }: RoundOutcome): void {
  console.log(`${plan.row}, seed ${plan.seed} failed: ${plan.way}, when a controller ${moment}`);
  for (const one of problems) console.log(`  ${one}`);
  console.log(`    ${story}`);
}

function momentsOf(outcomes: readonly RoundOutcome[]): string {
  return counted(outcomes.map(({ moment }) => moment));
}

function wordAfter(words: readonly string[], word: string): string | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : words[at + 1];
}
