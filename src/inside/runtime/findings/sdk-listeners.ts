import type { FindingKindRecord, Trace } from '../core/index.ts';
import type { SdkSession } from '../sdk/sdk-session.ts';

/** The same kind of listener, left behind by runs that were created at one place. */
export interface LeftBehind {
  /** `exit on process` … */
  readonly what: string;
  /** So many make a finding. */
  readonly least: number;
  readonly latest: { readonly session: SdkSession; readonly added: Trace } | undefined;
  /** Runs whose listener is still there. */
  count(): number;
}

export const sdkListeners: FindingKindRecord<LeftBehind> = {
  kind: 'sdk-listeners',
  severity: 'warning',
  seenWhen:
    'Three or more SDK runs from one place each left the same listener behind, on process or on the signal they were given.',
  hint: 'Remove the listener when the stream ends, or add one for all runs.',
  roles: ['created', 'added'],
  check(left) {
    const count = left.count();
    const { latest } = left;
    if (count < left.least || latest === undefined) return 'fine';
    return {
      message: `${count} SDK runs like "${latest.session.name}" each left a listener: ${left.what}.`,
      sites: {
        created: latest.session.created.site(latest.session.createdIn),
        added: latest.added.site(latest.session.flow),
      },
      flows: [latest.session.flow, latest.session.createdIn],
    };
  },
};
