import type { Finding, FindingCause, Site, SiteRole } from '../../src/wire/protocol/index.ts';

/** In the order in which they are shown: what came first stands first. */
const titles: Readonly<Record<SiteRole, string>> = {
  created: 'Created here',
  registered: 'Registered here',
  added: 'Added here',
  entered: 'Entered here',
  inner: 'Opened inside it here',
  holds: 'Holds it from here',
  stepped: 'First stepped here',
  first: 'One order here',
  second: 'The other order here',
  exited: 'Exited here',
  cancelled: 'Cancelled from here',
  rejected: 'Rejected here',
  returned: 'return() asked here',
  called: 'Called here',
  awaiting: 'Waits here',
  waits: 'Waits here',
  blocked: 'Blocked here',
};

/** Of a ring of locks `first` and `second` are the other flow’s. */
const ofRing: Partial<Readonly<Record<SiteRole, readonly [title: string, word: string]>>> = {
  first: ['The other holds from here', 'the other holds'],
  second: ['The other waits here', 'the other waits'],
};

export interface RoleSite {
  readonly role: SiteRole;
  readonly title: string;
  /** The same, short. */
  readonly word: string;
  readonly site: Site;
  /** Of its flow, where the finding says it. */
  readonly flowName: string | undefined;
}

export function roleSites({ kind, sites, flows }: Finding): RoleSite[] {
  const isRing = kind === 'lock-cycle';
  const order = isRing ? ringOrder : (Object.keys(titles) as SiteRole[]);
  return order.flatMap(role => {
    const site = sites[role];
    if (site === undefined) return [];
    const [title, word] = (isRing ? ofRing[role] : undefined) ?? [titles[role], role];
    return [{ role, title, word, site, flowName: flows.find(({ id }) => id === site.flow)?.name }];
  });
}

const ringOrder: readonly SiteRole[] = [
  ...(['holds', 'waits', 'first', 'second'] as const),
  ...(Object.keys(titles) as SiteRole[]).filter(role => !['holds', 'waits', 'first', 'second'].includes(role)),
];

export const causeWords: Readonly<Record<FindingCause, string>> = {
  'generator-suspended': 'A generator rested at a yield inside the scope, and something else closed it.',
  'manual-exit': 'It was entered and left by separate calls, in different tasks.',
  'opening-order': 'Two scopes of one task were left in the order in which they were opened.',
  'step-per-task': 'Each step of a generator ran in a task of its own.',
  'loop-per-turn': 'It was opened in one event loop and closed in the next.',
  'cancel-refused': 'A member swallowed its cancellation, which is delivered again at every turn of the loop.',
  'shared-scope': 'A scope that others use was opened by the task of one of them.',
  'unshielded-cleanup': 'Clean-up awaited inside a cancelled scope, without a shield round it.',
};
