import type { FindingKindRecord } from '../core/index.ts';
import type { LeftListeners } from '../sdk/left-listeners.ts';

export const sdkListeners: FindingKindRecord<LeftListeners> = {
  kind: 'sdk-listeners',
  severity: 'warning',
  seenWhen: 'Three or more SDK runs from one place each left the same listener behind, on process or on the signal they were given.',
  hint: 'Remove the listener when the stream ends, or add one for all runs.',
  roles: ['created', 'added'],
  check(left) {
    const count = left.count();
    const { latest } = left;
    if (count < left.least || latest === undefined) return 'fine';
    return {
      message: `${count} SDK runs like "${latest.session.name}" each left a listener for ${left.what}.`,
      sites: {
        created: latest.session.created.site(latest.session.createdIn),
        added: latest.added.site(latest.session.flow),
      },
      flows: [latest.session.flow, latest.session.createdIn],
    };
  },
};
