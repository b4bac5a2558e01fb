import type { EddyEvent, HubState } from '../../wire/protocol/index.ts';

/** What the page hears, one at a time, in this order of time. */
export type LiveNews =
  /** The whole. `lost`: so many events before it were not told. */
  | { readonly say: 'state'; readonly state: HubState; readonly lost: number }
  | { readonly say: 'events'; readonly events: readonly EddyEvent[] }
  /** The hub has gone; it is dialled until it is back, which a state tells. */
  | { readonly say: 'away' };
