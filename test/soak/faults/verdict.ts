import type { ControllerLine } from './controller.ts';
import type { Outcome } from './customers.ts';
import type { RoundPlan } from './plan.ts';

const rightTotal = 70;

/** What is wrong with what the customers got. */
export function wrongAnswers(
  { fault }: RoundPlan,
  outcomes: readonly Outcome[],
  told: readonly ControllerLine[],
): string[] {
  const noted = told.filter(({ verb, name }) => verb === 'set' && name === 'note');
  return outcomes.flatMap(outcome => {
    const { id, answer, error } = outcome;
    if (answer === undefined) return fault === 'program' ? [] : [`${id} got no answer: ${error}`];
    const of = noted.filter(({ request }) => request === id);
    const notes = of.some(({ word }) => word === 'got') ? ['seen'] : of.length > 0 ? ['', 'seen'] : [''];
    const isRight =
      answer.id === id && answer.total === rightTotal && answer.unheard === 0 && notes.includes(answer.note);
    return isRight ? [] : [`${id} got ${JSON.stringify(answer)}, with a note of ${JSON.stringify(notes)}`];
  });
}

/** What the controller was told that it should not have been. */
export function wrongErrors({ fault, way }: RoundPlan, told: readonly ControllerLine[]): string[] {
  const may = new Set(['unknown-id']);
  if (fault !== 'controller') may.add('closed');
  if (fault === 'hub' || fault === 'program') may.add('no-run');
  if (way === 'silent') may.add('no-answer');
  return told.flatMap(({ verb, error }) =>
    error === undefined || may.has(error.split(':')[0]!) ? [] : [`the controller's "${verb}" failed: ${error}`],
  );
}
