import type { EddyEvent, HubState } from '../../wire/protocol/index.ts';
import type { LastWords } from './last-words.ts';

/** What the page hears, one at a time, in this order of time. */
export type LiveNews =
  | WholeState
  | { readonly say: 'events'; readonly events: readonly EddyEvent[] }
  /** The hub has gone; it is dialled until it is back, which a state tells. */
  | { readonly say: 'away' }
  /** The hub was that of one run, which has ended: nothing more comes. */
  | OverNews;

/** `last`: absent where it could not be had in time, or is too much for a moment. */
export interface OverNews {
  readonly say: 'over';
  readonly last?: LastWords;
}

/** First, and whenever events were lost. */
export interface WholeState {
  readonly say: 'state';
  readonly state: HubState;
  /** So many events before it were not told to this page. */
  readonly lost: number;
  /** And others that nobody counted: the hub was away, or the page was. */
  readonly uncounted?: true;
}
