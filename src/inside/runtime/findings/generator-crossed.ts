import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface CrossedGenerator {
  readonly name: string;
  readonly call: 'next' | 'return' | 'throw';
  readonly stepped: Trace;
  readonly called: Trace;
  readonly owner: Flow;
  readonly caller: Flow;
  /** How many scopes, locks and sessions it held across the yield. */
  readonly holding: number;
}

export const generatorCrossed: FindingKindRecord<CrossedGenerator> = {
  kind: 'generator-crossed',
  severity: 'error',
  seenWhen:
    'An async generator that holds a scope, a lock or an SDK session across a yield is stepped or closed by a flow that is no kin of the one that took its first step.',
  hint: 'Step and close it in the flow that started it, or hand it over in as many words: takeOverGenerator(generator) in the new owner.',
  roles: ['stepped', 'called'],
  check(crossed) {
    const { owner, caller } = crossed;
    const what = crossed.holding === 1 ? 'something' : `${crossed.holding} things`;
    return {
      message: `${crossed.call}() of ${crossed.name} was called by flow "${caller.name}" while it holds ${what} opened for flow "${owner.name}".`,
      sites: { stepped: crossed.stepped.site(owner), called: crossed.called.site(caller) },
      flows: [owner, caller],
    };
  },
};
