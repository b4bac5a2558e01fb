/**
 * doors/cli/words/why: what `eddy why` answers: the root finding, its evidence, how sure it is, what was not seen, one next
 * command; as a document and as a page, within a budget. It must not know how the program was run.
 */
export type { Answer } from './answer.ts';
export { minTokens, parseBudget, tokensOf, withinBudget } from './budget.ts';
export { makeAnswer } from './make-answer.ts';
export type { Observation } from './observation.ts';
export { page } from './page.ts';
export { SourceText } from './source-text.ts';
