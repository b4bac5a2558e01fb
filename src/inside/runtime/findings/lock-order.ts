import type { FindingKindRecord } from '../core/index.ts';
import type { OppositeOrders } from '../locks/lock-order.ts';

export const lockOrder: FindingKindRecord<OppositeOrders> = {
  kind: 'lock-order',
  severity: 'potential',
  seenWhen:
    'Two locks of one permit each were taken in opposite orders, one inside the other, and no third lock was held around both.',
  hint: 'Take the two locks in one order everywhere; where both orders run at the same moment, neither goes on.',
  roles: ['first', 'second'],
  check({ first, second }) {
    return {
      message: `Flow "${first.flow.name}" took ${first.taken} while it held ${first.held}; flow "${second.flow.name}" took ${second.taken} while it held ${second.held}.`,
      sites: { first: first.takenAt.site(first.flow), second: second.takenAt.site(second.flow) },
      flows: [first.flow, second.flow],
    };
  },
};
