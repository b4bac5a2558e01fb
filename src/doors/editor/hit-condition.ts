import { fail } from '../../base/index.ts';
import type { ProbeLimits } from '../../wire/protocol/index.ts';

type Counts = Pick<ProbeLimits, 'fromHit' | 'everyHits' | 'maxHits'>;

/** `5` and `==5`: that time alone. `>=5`, `>5`, `<5`, `<=5`, and `%3`: every third. */
export function parseHitCondition(words: string): Counts {
  const [, sign = '==', digits = ''] = /^\s*(>=|>|<=|<|={1,3}|%)?\s*(\d+)\s*$/.exec(words) ?? [];
  const number = Number(digits);
  const least = sign === '<' ? 2 : sign === '>' ? 0 : 1;
  if (digits === '' || number < least || !Number.isSafeInteger(number)) {
    throw fail('bad-option', `The hit condition "${words}" cannot be read.`, {
      hint: 'As in 5, >=5, >5, <5, <=5 or %3.',
    });
  }
  switch (sign) {
    case '>=':
      return { fromHit: number };
    case '>':
      return { fromHit: number + 1 };
    case '<':
      return { maxHits: number - 1 };
    case '<=':
      return { maxHits: number };
    case '%':
      return { fromHit: number, everyHits: number };
    default:
      return { fromHit: number, maxHits: 1 };
  }
}
