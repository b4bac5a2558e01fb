import { playToEnd } from '../faults/play-to-end.ts';
import { wrongAnswers, wrongErrors } from '../faults/verdict.ts';
import type { RoundPlan } from './plan.ts';
import { Round } from './round.ts';
import { Stage } from './stage.ts';
import { wrongPast } from './verdict.ts';

/** A round is over in some seconds; one that is not has left somebody waiting. */
const roundMs = 30_000;

export interface RoundOutcome {
  readonly plan: RoundPlan;
  readonly problems: readonly string[];
  /** What the controller was at. */
  readonly moment: string;
  readonly answered: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly dropped: number;
  /** All that is known of it. */
  readonly story: string;
}

/** One fault of one hub, and what came of it. */
export async function playRound(plan: RoundPlan): Promise<RoundOutcome> {
  const stage = new Stage(plan);
  const round = new Round(stage);
  await playToEnd(round, roundMs);
  const outcomes = stage.customers?.outcomes ?? [];
  const { told, witnesses } = stage;
  const problems = [
    ...round.problems,
    ...wrongAnswers(plan.moment, outcomes, told),
    ...wrongErrors(plan.moment, round.told),
    ...(round.past === undefined ? [] : wrongPast(stage, round.past)),
  ];
  const story = problems.length === 0 ? '' : round.story();
  stage.clear();
  return {
    ...{ plan, problems, story, moment: round.moment },
    answered: outcomes.filter(one => one.answer).length,
    acknowledged: witnesses.reduce((sum, one) => sum + one.acknowledged.length, 0),
    lost: round.past?.store.lost ?? 0,
    dropped: round.past?.store.dropped ?? 0,
  };
}
