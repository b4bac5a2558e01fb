import type { RoundPlan } from './plan.ts';
import { playToEnd } from './play-to-end.ts';
import { Round } from './round.ts';
import { Stage } from './stage.ts';
import { wrongAnswers, wrongErrors } from './verdict.ts';

/** A round is over in a second; one that is not has left somebody waiting. */
const roundMs = 20_000;

export interface RoundOutcome {
  readonly plan: RoundPlan;
  readonly problems: readonly string[];
  /** What the controller was at. */
  readonly moment: string;
  readonly answered: number;
  /** All that is known of it. */
  readonly story: string;
}

/** One fault in one shop, and what came of it. */
export async function playRound(plan: RoundPlan): Promise<RoundOutcome> {
  const stage = new Stage(plan);
  const round = new Round(stage);
  await playToEnd(round, roundMs);
  const outcomes = stage.customers?.outcomes ?? [];
  const problems = [...round.problems, ...wrongAnswers(plan, outcomes, stage.told), ...wrongErrors(plan, stage.told)];
  const story = problems.length === 0 ? '' : round.story();
  stage.clear();
  return { plan, problems, moment: round.moment, answered: outcomes.filter(one => one.answer).length, story };
}
