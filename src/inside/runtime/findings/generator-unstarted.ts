import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface UnstartedGenerator {
  readonly name: string;
  /** What it was said to own. */
  readonly owns: readonly string[];
  readonly created: Trace;
  readonly returned: Trace;
  readonly creator: Flow;
  readonly closer: Flow;
}

export const generatorUnstarted: FindingKindRecord<UnstartedGenerator> = {
  kind: 'generator-unstarted',
  severity: 'error',
  seenWhen:
    'A SafeAsyncGenerator that was told what its generator `owns` is closed before the first step: the body never ran, so neither did the finally block that would let go of it. (What a bare generator was given before its first step cannot be seen.)',
  hint: 'Give SafeAsyncGenerator a `release`, which runs when the body never did, or acquire inside the body.',
  roles: ['created', 'returned'],
  check(unstarted) {
    return {
      message: `${unstarted.name} was closed before its first step while it owns ${unstarted.owns.join(', ')}: its finally never runs.`,
      sites: {
        created: unstarted.created.site(unstarted.creator),
        returned: unstarted.returned.site(unstarted.closer),
      },
      flows: [unstarted.creator, unstarted.closer],
    };
  },
};
